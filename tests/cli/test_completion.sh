#!/bin/bash
# Completion, as the shells themselves do it.
. "$(dirname "$0")/lib.sh"
mkdir bin && ln -s "$SMS" bin/sms && export PATH=$WORK/bin:$PATH
fresh
sms add-service --id SVC-EMAIL --title 'Business e-mail' --description x --owner anna >/dev/null
sms add-service --id SVC-NET --title 'Network' --description x --owner anna >/dev/null
sms record-incident --title 'Old' --impact low --urgency low --reported-at 2025-03-02 >/dev/null
old=$(sms list incident --json | jq -r '.records[0].id')
sms record-incident --title 'New' --impact low --urgency low >/dev/null
new=$(sms list incident --json | jq -r --arg old "$old" '.records[].id | select(. != $old)')

# What can the last word become? The candidates, a line each.
words() { run sms __complete -- "$@"; cut -f1 "$STDOUT" >words && mv words "$STDOUT"; }

it 'offers commands, and types behind add- and record-'
words sho
stdout_is show
words record-inc
stdout_is record-incident
words add-availability
stdout_is add-availability-target

it 'offers the fields of a type as options, and what they may be'
words record-incident --imp
stdout_is --impact
words record-incident --impact ''
stdout_is $'high\nmedium\nlow'
words record-incident --impact=m
stdout_is --impact=medium
words add-service --value-m
stdout_is --value-measured-by

it 'offers only records of the types that a field may point to'
words record-incident --service ''
stdout_is $'SVC-NET\nSVC-EMAIL'
words add-service --owner PER
stdout_is PER-ANNA-KELLER

it 'offers ids: what is named first, then events, the last first'
words show SVC-E
stdout_is SVC-EMAIL
words show svc-e
stdout_is SVC-EMAIL
words show INC-
stdout_is "$new"$'\n'"$old"
words show INC-202503
stdout_is "$old"
words show ''
stdout_has SVC-EMAIL
stdout_has "$new"
[ "$(grep -n SVC-NET "$STDOUT" | cut -d: -f1)" -lt "$(grep -n "$new" "$STDOUT" | cut -d: -f1)" ] || fault 'events first'

it 'offers the states that a record may move to'
words move "$new" ''
stdout_has in-progress
stdout_lacks closed

it 'offers assignments, and the values behind them'
words set SVC-EMAIL criticali
stdout_has criticality=
words set SVC-EMAIL criticality=h
stdout_is criticality=high

it 'offers fields to sort by and for columns'
words list incident --sort priority_
stdout_is priority_reason
words list incident --columns id,urg
stdout_is id,urgency

it 'offers what follows from approvals as columns, of types that rules ask for'
words list policy --columns approval
stdout_is 'approval
approval.by
approval.at
approval.until'
words list policy --columns id,approval.u
stdout_is id,approval.until
words list incident --columns approval
stdout_is ''
run sms list policy --columns id,approval,approval.by,approval.at,approval.until
succeeds
words list policy --where top
stdout_is topic
words list policy --where approval
stdout_is '' # not a field to ask for
words list policy --where 'topic = x'
stdout_is ''

it 'offers the same for the past and for another folder'
words -C "$PWD" show SVC-N
stdout_is SVC-NET
words --at "$(git rev-list --max-parents=0 HEAD)" show SVC-
stdout_is ''

it 'offers nothing, and says nothing, where there is nothing to offer'
words nonsense x
stdout_is ''
stderr_is_empty
cd / && words show S
stdout_is ''
stderr_is_empty
cd - >/dev/null || exit

it 'completes in bash'
bash_words() {
  LAST="bash: $1"
  bash --norc -c '
    source <(sms completion bash)
    compopt() { :; }
    COMP_LINE=$1 COMP_POINT=${#1}
    _sms
    printf "%s\n" "${COMPREPLY[@]}"' - "$1" >"$STDOUT" 2>"$STDERR"
  STATUS=$?
}
bash_words 'sms show SVC-E'
stdout_is SVC-EMAIL
stderr_is_empty
bash_words 'sms record-incident --impact '
stdout_is $'high\nmedium\nlow'
bash_words 'sms set SVC-EMAIL criticality=h'
stdout_is high
bash_words 'sms import incident --map ./x'
stderr_is_empty

it 'completes in fish'
if ! command -v fish >/dev/null; then skip 'no fish here'; else
  fish_words() { run fish --no-config -c "sms completion fish | source; complete -C'$1'"; cut -f1 "$STDOUT" >words; mv words "$STDOUT"; }
  fish_words 'sms sho'
  stdout_is show
  fish_words 'sms show SVC-E'
  stdout_is SVC-EMAIL
  fish_words 'sms record-incident --imp'
  stdout_is --impact
  fish_words 'sms record-incident --impact h'
  stdout_is high
  fish_words 'sms set SVC-EMAIL criticality=h'
  stdout_is criticality=high
  stderr_is_empty
fi

# A line typed at an interactive zsh, and what a tab makes of it.
zsh_line() {
  LAST="zsh: $1"
  zsh -f -c '
    zmodload zsh/zpty
    wait_for() { local all= part; repeat 400; do
      zpty -r -t z part && all+=$part
      [[ $all == *"$1"* ]] && { print -r -- "$all"; return 0 }
      sleep 0.02
    done; print -r -- "$all"; return 1 }
    zpty z zsh -f -i
    zpty -w z "PS1= PROMPT_EOL_MARK= ; unsetopt zle_bracketed_paste; autoload -Uz compinit && compinit -u -D"
    zpty -w z "source <(sms completion zsh); tell() { print -r -- \"[[\$BUFFER]]\" }; zle -N tell; bindkey \"^X\" tell"
    zpty -w z "echo rea\"\"dy"
    wait_for ready >/dev/null
    zpty -w -n z "$1"$'"'\\t'"'
    sleep 0.3
    zpty -w -n z $'"'\\x18'"'
    wait_for "]]"' - "$1" 2>"$STDERR" | tr -d '\r' | grep -aoE '\[\[.*\]\]' | tail -1 >"$STDOUT"
  STATUS=${PIPESTATUS[0]}
}
it 'completes in zsh'
if ! command -v zsh >/dev/null; then skip 'no zsh here'; else
  zsh_line 'sms sho'
  stdout_is '[[sms show ]]'
  zsh_line 'sms show SVC-E'
  stdout_is '[[sms show SVC-EMAIL ]]'
  zsh_line 'sms record-incident --imp'
  stdout_is '[[sms record-incident --impact ]]'
  zsh_line 'sms record-incident --impact h'
  stdout_is '[[sms record-incident --impact high ]]'
  zsh_line 'sms set SVC-EMAIL criticality=h'
  stdout_is '[[sms set SVC-EMAIL criticality=high ]]'
  zsh_line 'sms set SVC-EMAIL criticality_b'
  stdout_is '[[sms set SVC-EMAIL criticality_basis=]]'
fi

it 'knows no other shell'
run sms completion tcsh
status_is 2
is_one_error

finish
