#!/usr/bin/env bash
# Brings Chromium and a Chinese font for the browser tests, from the distribution, when they are missing and we may;
# else says what to install and ends with 1.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
if command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]; then :; else missing+=(fonts-noto-cjk); fi
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "浏览器测试：安装 ${missing[*]}……"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends fontconfig "${missing[@]}" >/dev/null
else
    echo "浏览器测试需要 ${missing[*]}，请让管理员安装，例如：apt-get install ${missing[*]}" >&2
    exit 1
fi
