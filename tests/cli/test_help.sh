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

it 'has pages on types that fit 80 columns, and are built'
for page in sms-type.5 sms-types.7; do
  sms __man "${page%.*}" >"$WORK/$page" || fault "no page: $page"
  MANWIDTH=80 man -l --warnings "$WORK/$page" >"$WORK/page.txt" 2>"$STDERR" || fault "man fails: $page"
  stderr_is_empty
  [ "$(awk '{ if (length($0) > m) m = length($0) } END { print m }' "$WORK/page.txt")" -le 80 ] || fault "too wide: $page"
  grep -q "'${page%.*}': '${page#*.}'" "$TOP/man/meson.build" || fault "no page is built: $page"
done

it 'has all types with their fields, and all members of x-sms, in those pages'
sms help sms-types | tr -s ' \n,*' '\n' | sort -u >"$WORK/words"
for type in $(sms types --json | jq -r '.types[].type'); do
  grep -qxF -- "$type" "$WORK/words" || fault "no type $type"
done
for field in $(sms types sla --json | jq -r '.fields[].field'); do
  grep -qxF -- "$field" "$WORK/words" || fault "no field $field"
done
run sms help type
for member in $(jq -r '.properties."x-sms".properties | keys[]' "$TOP/schemas/meta/type.json"); do
  grep -qxF -- "    $member" "$STDOUT" || fault "no member $member"
done
run sms help 'sms-type(5)'
succeeds
stdout_has 'KINDS OF MEMBERS'

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
