"""The translator takes any text: it translates or refuses it, and neither crashes nor hangs. Needs clang's libFuzzer."""
import glob
import os
import shutil
import subprocess
import sys

ROOT = os.environ["ROOT"]
SUPPORT = os.path.join(ROOT, "tests", "fuzz", "support")
SECONDS = 480 if os.environ.get("LONG") else 15


def build(program):
    sources = [path for path in glob.glob(f"{ROOT}/src/compiler/*.c") if not path.endswith("/main.c")]
    command = ["clang", "-O1", "-g1", "-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all", "-D_GNU_SOURCE",
               f"-I{ROOT}/src", os.path.join(SUPPORT, "fuzz.c"), *sources, "-o", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def fuzz(program, *arguments):
    done = subprocess.run([program, "-timeout=30", "-rss_limit_mb=4000", *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode != 0:
        print(done.stdout[-5000:])
        sys.exit(1)
    return [line for line in done.stdout.split("\n") if line.startswith("Done")]


if not shutil.which("clang"):
    print("clang is not here")
    sys.exit(77)
built = build("./fuzz")
if built.returncode != 0:
    if "libclang_rt.fuzzer" in built.stderr:
        print("libFuzzer is not here")
        sys.exit(77)
    print(built.stderr)
    sys.exit(1)
crashers = sorted(glob.glob(os.path.join(ROOT, "tests", "fuzz", "crashers", "*")))
if crashers:
    fuzz("./fuzz", *crashers)
subprocess.run([sys.executable, os.path.join(SUPPORT, "seeds.py"), os.environ["TARRYCC"], "seeds"], check=True)
os.mkdir("found")
print(*fuzz("./fuzz", f"-max_total_time={SECONDS}", "-max_len=3000", "found", "seeds"))
