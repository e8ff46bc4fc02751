#!/usr/bin/env bash
# Makes .venv, empty but for a way to find this checkout, and beside it .venv/tools with uv, which installs the rest
# several times quicker than pip. Everything comes from the locks; run by `make setup`, from the root of the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3.11}

if ! command -v "$python" >/dev/null; then
    echo "需要 Python 3.11：请先安装 python3.11（含 venv），或用 PYTHON=路径 指定。" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
    echo "需要 Python 3.11，而 $python 是 $("$python" --version 2>&1)。" >&2
    exit 1
fi

echo "环境：准备 .venv……"
[ -x .venv/bin/python ] || "$python" -m venv --without-pip .venv
if [ ! -x .venv/tools/bin/python ]; then
    "$python" -m venv .venv/tools || { echo "建立虚拟环境失败：请安装 python3.11-venv。" >&2; exit 1; }
fi
.venv/tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt

# The package runs from the checkout: one line in site-packages, and a command that works from any folder.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$PWD" > "$site/tonggong-checkout.pth"
printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m tonggong "$@"\n' "$PWD" > .venv/bin/tonggong
chmod +x .venv/bin/tonggong

mkdir -p .venv/.installed
touch .venv/.installed/uv
