// The numbers of the language's rules. A number stands in
// docs/language.md, in the message and in the name of its test, and never changes its meaning.
#ifndef TARRY_COMPILER_RULES_H
#define TARRY_COMPILER_RULES_H

#define RULE_AWAIT_OUTSIDE "L1"   // await only in async functions
#define RULE_CALL_FROM_PLAIN "L2" // async functions are called from async functions only
#define RULE_WORD_OUTSIDE "L3"    // spawn, concurrent, parallel, defer, ... only in async functions
#define RULE_ASYNC_NOT_FUNCTION "L4" // async stands before functions
#define RULE_ASYNC_VALUE "L5" // an async function is a value only where a pointer to one is wanted
#define RULE_VARIADIC "L6"    // an async function has a fixed list of parameters
#define RULE_OLD_STYLE "L7"   // ... with their types
#define RULE_PARAMETER_TYPE                                                                        \
    "L8" // ... none of which is va_list, an array typedef or variably modified
#define RULE_REDECLARATION "L9"  // all declarations of an async function agree
#define RULE_MAIN "L10"          // async int main(void) or (int, char **)
#define RULE_AWAIT_OPERAND "L11" // the operand of await is a call
#define RULE_AWAIT_PLAIN "L12"   // ... of an async function, by its name or through a pointer
#define RULE_CALL_DROPPED "L13"  // a call of an async function is awaited or spawned
#define RULE_ARGUMENT_COUNT                                                                        \
    "L14" // a call of an async function has as many arguments as it has parameters
#define RULE_SPAWN_CALL "L15"      // spawn (s) [lvalue =] call of an async function;
#define RULE_SPAWN_SCOPE "L16"     // spawn only into a scope that is open and visible
#define RULE_AWAIT_PLACE "L17"     // no await where C wants a constant, nor in asm
#define RULE_LOOP "L18"            // break and continue inside a loop or switch
#define RULE_LABEL "L19"           // a label is there, once
#define RULE_DEFER_EXIT "L20"      // a deferred statement does not jump out of itself
#define RULE_JUMP_INTO "L21"       // no jump into a scope, a deferred statement or past one
#define RULE_SETJMP "L22"          // no setjmp
#define RULE_ALLOCA "L23"          // no alloca in a function that awaits
#define RULE_VLA "L24"             // no variable length array alive across an await
// L25, retired: within, race and blocking are supported now
#define RULE_NESTED_FUNCTION "L26" // no nested functions and blocks in async functions
#define RULE_NESTING "L27"         // limits of nesting
#define RULE_DECLARED_BEFORE "L28" // an async function is declared before it is called
#define RULE_DEFER_PLACE "L29"     // defer stands directly in a block
#define RULE_SPAWN_TYPE "L30"      // the variable of a spawn has the type of the result
#define RULE_ARRAY_SIZE "L31"      // the size of an array alive across an await can be told
#define RULE_AWAIT_COUNT "L32"     // at most 65534 awaits in one function
#define RULE_RACE_ARMS "L33"       // a race holds arms only, one at least
#define RULE_WHEN_AWAIT "L34"      // an arm's expression awaits once, in any case
#define RULE_WHEN_PLACE "L35"      // when stands only directly in a race
#define RULE_DURATION "L36"        // the duration of a within is an integer
#define RULE_BLOCKING_OPERAND "L37" // blocking takes the call of an ordinary function
#define RULE_BLOCKING_PLACE "L38"  // blocking stands directly behind await
#define RULE_LIMIT "L39"           // a spawn into a scope with a limit waits for room
#define RULE_LOCK "L40"            // no lock is held across an await
#define RULE_BLOCKING "L41"        // no blocking call in async code
#define RULE_LIFETIME "L42"     // what a child gets a pointer to lives as long as the child's scope
#define RULE_SHARED "L43"       // children of a parallel scope do not share a plain variable
#define RULE_THREAD_LOCAL "L44" // the address of a thread-local is not kept across an await
#define RULE_ERRNO "L45"        // errno is not read after an await
#define RULE_UNUSED_RESULT "L46"    // the result of an await that must be looked at is used
#define RULE_FRAME "L47"        // a frame is not larger than the limit asked for
#define RULE_EMPTY_SCOPE "L48"      // a scope has children
#define RULE_UNREACHABLE_WHEN "L49" // each `when` can win
#define RULE_ASYNC_MIXED "L50"      // pointers to async functions are declared apart from functions
#define RULE_PLAIN_VALUE "L51"      // a pointer to async functions points to no plain function
#define RULE_POINTER_FROM_PLAIN                                                                    \
    "L52"                        // only async functions call through a pointer to async functions
#define RULE_ASYNC_BY_TYPE "L53" // an async function is declared by `async`, at file scope
#define RULE_LVALUE "L54"        // the value of an await is no lvalue
#define RULE_RETURNED "L55"      // a result does not point to the function's own variables
#define RULE_UNIT "L56"          // a duration is written with its unit
#define RULE_RETURN "L57"        // a return has a value where the function has a result

#endif
