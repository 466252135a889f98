#!/usr/bin/env bash
# The one entry: ./build.sh VERB. Needs the .NET SDK that global.json names, and nothing else.
set -eu
cd "$(dirname "$0")"
if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks | grep -q '^10\.'; then
  echo "QueryGen needs the .NET 10 SDK, which is not on PATH: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 1
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
exec dotnet run --project eng/Build/Build.csproj -c Release -v q -- "$@"
