#!/usr/bin/env bash
# Compiles a precompiled header and writes beside it a check sum of all the text that went into it.
# ccache takes that for the header itself (cmake/ccache.sh), which differs from tree to tree.
set -euo pipefail
"$@"
output='' dependencies=''
while [ $# != 0 ]; do
    case $1 in
        -o) output=$2 ;;
        -MF) dependencies=$2 ;;
    esac
    shift
done
case $output in *.gch | *.pch) ;; *) exit 0 ;; esac
sed -e '1s/^[^:]*://' -e 's/\\$//' "$dependencies" | xargs cat | sha256sum >"$output.sum"
