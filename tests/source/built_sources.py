"""Every source file is built: it stands in meson.build."""
import os
import sys

ROOT = os.environ["ROOT"]
with open(os.path.join(ROOT, "meson.build"), encoding="utf-8") as file:
    build = file.read()
missing = []
for top, _, files in os.walk(os.path.join(ROOT, "src")):
    for name in files:
        path = os.path.relpath(os.path.join(top, name), ROOT)
        if name.endswith(".c") and f"'{path}'" not in build:
            missing.append(f"{path} does not stand in meson.build")
print("\n".join(sorted(missing)))
sys.exit(1 if missing else 0)
