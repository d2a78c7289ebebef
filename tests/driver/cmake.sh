# CC=tarrycc with CMake.
. "$ROOT/tests/driver/support/lib.sh"

command -v cmake >/dev/null || { echo "cmake is not here"; exit 77; }
async_program program.c hello
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.10)
project(example C)
include(CheckFunctionExists)
check_function_exists(printf HAVE_PRINTF)
if(NOT HAVE_PRINTF)
    message(FATAL_ERROR "no printf")
endif()
message(STATUS "id ${CMAKE_C_COMPILER_ID} libraries ${CMAKE_C_IMPLICIT_LINK_LIBRARIES}")
add_executable(program program.c)
END
CC="$TARRYCC" cmake -S . -B out -DCMAKE_BUILD_TYPE=Release >log 2>&1 || fail "$(cat log)"
if is_gcc; then has log "id GNU"; else has log "id Clang"; fi
grep 'id ' log >id
has_not id tarry
cmake --build out >log 2>&1 || fail "$(cat log)"
[ "$(out/program)" = hello ] || fail "wrong program"
