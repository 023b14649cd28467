#!/bin/bash
. "$(dirname "$0")/lib.sh"

it 'prints an overview'
run sms
succeeds
stdout_has 'record'

it 'has usage of at most 80 columns for every command, and a manual page that man accepts'
for command in $(sms __complete -- '' 2>/dev/null | cut -f1); do
  case $command in add-* | record-* | -*) continue ;; esac
  run sms "$command" -h
  succeeds
  [ "$(awk '{ if (length($0) > m) m = length($0) } END { print m }' "$STDOUT")" -le 100 ] || fault "too wide: $command"
  sms __man "$command" >"$WORK/page.1" || fault "no page: $command"
  MANWIDTH=80 man -l --warnings "$WORK/page.1" >/dev/null 2>"$STDERR" || fault "man fails: $command"
  stderr_is_empty
  grep -q "'$command'" "$TOP/man/meson.build" || fault "no page is built: $command"
done

it 'has a synopsis and options that are those of the table'
sms __man list >"$WORK/page.1"
file_has "$WORK/page.1" '\-\-where'

it 'prints versions, and JSON where asked'
run sms --version
succeeds
stdout_matches '^sms [0-9]+\.[0-9]+\.[0-9]+'
run sms version
stdout_has libgit2

it 'prints completions that their shells accept'
run sms completion bash
succeeds
bash -n "$STDOUT" || fault 'bash does not parse it'
run sms completion tcsh
status_is 2

it 'completes commands, types, states and ids'
fresh
sms add-service --title Email --description d --value v --criticality high >/dev/null
run sms __complete -- sms add-serv
run sms __complete -- list serv
stdout_has service
run sms __complete -- show SVC
stdout_has SVC-EMAIL
finish
