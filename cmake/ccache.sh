#!/usr/bin/env bash
# Compiles through ccache (the first argument), which has to be told of precompiled headers. It knows
# that a path below base_dir may be relative, but not behind -Xclang, where CMake names the header.
export CCACHE_SLOPPINESS=locale,pch_defines,time_macros CCACHE_PCH_EXTSUM=1
words=()
for word in "$@"; do
    case $word in "$PWD"/*/cmake_pch.hxx*) word=${word#"$PWD"/} ;; esac
    words+=("$word")
done
exec "${words[@]}"
