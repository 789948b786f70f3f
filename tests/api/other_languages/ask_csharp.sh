#!/bin/sh
# Compiles Ask.cs with Mono and runs it. ask_csharp.sh ADDRESS TEXT, in this folder
set -eu
mcs -out:"$FOLDER/Ask.exe" -r:System.Net.Http.dll Ask.cs >&2
mono "$FOLDER/Ask.exe" "$1" "$2"
