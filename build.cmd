@echo off
rem The one entry: build VERB. Needs the .NET SDK that global.json names, and nothing else.
cd /d "%~dp0"
where dotnet >nul 2>nul || goto :nosdk
dotnet --list-sdks | findstr /b "10." >nul || goto :nosdk
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set MSBUILDTERMINALLOGGER=off
dotnet run --project eng/Build/Build.csproj -c Release -v q -- %*
exit /b %errorlevel%
:nosdk
echo QueryGen needs the .NET 10 SDK, which is not on PATH: https://dotnet.microsoft.com/download/dotnet/10.0 1>&2
exit /b 1
