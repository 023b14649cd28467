#!/bin/bash
# Verdicts of people: who may give one, what it says, how long it holds.
. "$(dirname "$0")/lib.sh"
clara() { export GIT_AUTHOR_NAME='Clara Stein' GIT_AUTHOR_EMAIL=clara@example.org; }
fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-person --title 'Clara Stein' --emails clara@example.org >/dev/null
result() { jq -r --arg id "$1" '.items[] | select(.id == $id) | .result' "$STDOUT"; }
result_is() { [ "$(result "$1")" = "$2" ] || fault "$1 is $(result "$1"), expected $2"; }
note_has() { jq -e --arg id "$1" --arg text "$2" '.items[] | select(.id == $id) | .note // "" | contains($text)' "$STDOUT" >/dev/null ||
  fault "the note of $1 lacks '$2'"; }

it 'records what a person found, and the audit takes it'
clara
run sms --now 2026-11-20 assess 5.2.1-b --verdict conform --evidence 'Read beside scope and strategy' --evidence PER-BRUNO-MEIER \
  --interviewee 'Managing director'
succeeds
FIRST=$(cat "$STDOUT")
is_clean
run sms show "$FIRST" --json
json_has '.item == "5.2.1-b" and .verdict == "conform" and .auditor == "PER-CLARA-STEIN" and .records == ["PER-BRUNO-MEIER"]'
json_has '.evidence == "Read beside scope and strategy" and .interviewee == "Managing director" and (.commit | length) == 40'
run sms --now 2026-11-30 audit --item 5.2.1-b --json
result_is 5.2.1-b conform
json_has '.summary.human == 1 and .summary.unassessed == 0'
json_has '.items[0].confidence == "human"'

it 'holds for one interval of the internal audit, and the audit says why it no longer counts'
run sms --now 2027-11-19 audit --item 5.2.1-b --json
result_is 5.2.1-b conform
run sms --now 2027-11-21 audit --item 5.2.1-b --json
result_is 5.2.1-b needs-human
note_has 5.2.1-b "$FIRST no longer counts since 2027-11-20"
note_has 5.2.1-b 'holds for P12M, the interval of internal audits'

it 'takes the interval of the schedule where there is one'
anna
sms add-schedule --title 'Internal audit' --activity internal-audit --interval P6M --owner anna >/dev/null
run sms --now 2027-05-21 audit --item 5.2.1-b --json
result_is 5.2.1-b needs-human
note_has 5.2.1-b 'holds for P6M, the interval of internal audits'

it 'holds no longer than was said'
clara
run sms --now 2026-11-21 assess 5.2.1-b --verdict conform --evidence 'Read again' --until 2026-12-31
succeeds
run sms --now 2026-12-31 audit --item 5.2.1-b --json
result_is 5.2.1-b conform
run sms --now 2027-01-01 audit --item 5.2.1-b --json
result_is 5.2.1-b needs-human
note_has 5.2.1-b 'it held up to 2026-12-31'

it 'makes a finding of a verdict that says no'
run sms --now 2026-11-22 assess 5.2.1-b --verdict nonconform --evidence 'It speaks of another company'
succeeds
run sms --now 2026-11-30 audit --item 5.2.1-b --json
status_is 1
result_is 5.2.1-b nonconform
json_has '.findings[0].message == "It speaks of another company" and .findings[0].confidence == "human"'

it 'needs a reason where a requirement does not apply'
remember
run sms assess 5.2.1-b --verdict not-applicable
status_is 2
stderr_has 'hint: sms assess 5.2.1-b --verdict not-applicable --reason'
unchanged
run sms --now 2026-11-23 assess 5.2.1-b --verdict not-applicable --reason 'Only for the test'
succeeds
run sms --now 2026-11-30 audit --item 5.2.1-b --json
result_is 5.2.1-b not-applicable
note_has 5.2.1-b 'Only for the test'

it 'refuses who owns the process of the clause, in person or by a role'
anna
sms add-role --title 'Head of change' --id ROL-HEAD --duties 'Decide on changes' >/dev/null
sms add-assignment --role ROL-HEAD --person bruno --start 2026-01-01 --id ASG-HEAD >/dev/null
sms add-process --title 'Change process' --topic change --clause 8.5.1 --owner ROL-HEAD --id PRO-CHANGE >/dev/null
bruno
remember
run sms assess 8.5.1.3-n --verdict conform --evidence 'All seen'
status_is 2
is_one_error
stderr_has "'PER-BRUNO-MEIER' owns PRO-CHANGE"
unchanged

it 'refuses who works in it, and not who did so only before'
anna
sms add-assignment --role ROL-SMS-MANAGER --person clara --process PRO-CHANGE --start 2026-02-01 --id ASG-CLARA >/dev/null
clara
run sms assess 8.5.1.3-n --verdict conform --evidence 'All seen'
status_is 2
stderr_has "'PER-CLARA-STEIN' works in PRO-CHANGE (ASG-CLARA)"
anna
sms move ASG-CLARA ended end=2026-03-01 >/dev/null
clara
run sms assess 8.5.1.3-n --verdict conform --evidence 'All seen'
succeeds

it 'refuses who wrote or owns what is shown as evidence'
anna
run sms assess 5.2.1-b --verdict conform --evidence 'As PER-BRUNO-MEIER explained'
status_is 2
stderr_has "'PER-ANNA-KELLER' wrote PER-BRUNO-MEIER"

it 'refuses evidence that is not there, an unknown item, and one that the records decide'
clara
remember
run sms assess 5.2.1-b --verdict conform --evidence 'INC-20260101-AAAAAA was read'
status_is 2
is_one_error
stderr_has "there is no record 'INC-20260101-AAAAAA'"
run sms assess 5.2.1-z --verdict conform --evidence seen
status_is 2
stderr_has "no item '5.2.1-z'"
run sms assess 5.2.1-a --verdict conform --evidence seen
status_is 2
stderr_has 'judged from the records'
run sms assess 5.2.1-b --verdict perfect --evidence seen
status_is 2
run sms assess 5.2.1-b --evidence seen
status_is 2
run sms assess 5.2.1-b --verdict conform
status_is 2
unchanged

it 'takes the verdict of an auditor that another enters, and says who did'
anna
sms add-person --title 'Erika Norén' --emails erika@certifier.example --employer other --id PER-ERIKA >/dev/null
run sms --now 2026-11-24 assess 5.2.1-b --verdict conform --evidence 'Read beside the scope' --auditor erika
succeeds
VERDICT=$(cat "$STDOUT")
run sms show "$VERDICT" --json
json_has '.auditor == "PER-ERIKA" and .created.by == "PER-ANNA-KELLER"'
run sms --now 2026-11-30 audit --item 5.2.1-b --json
result_is 5.2.1-b conform
note_has 5.2.1-b 'the verdict of PER-ERIKA, entered by PER-ANNA-KELLER'
json_has '.items[0].confidence == "human" and .summary.human == 1'
sms move "$VERDICT" void --note 'Only for the test' >/dev/null

it 'asks independence of the auditor, and not of who enters it'
remember
run sms assess 8.5.1.3-n --verdict conform --evidence 'All seen' --auditor bruno@example.org
status_is 2
is_one_error
stderr_has "'PER-BRUNO-MEIER' owns PRO-CHANGE"
run sms assess 8.5.1.3-n --verdict conform --evidence 'All seen' --auditor nobody@example.org
status_is 2
is_one_error
unchanged
bruno
run sms --now 2026-11-24 assess 8.5.1.3-n --verdict conform --evidence 'All seen' --auditor PER-ERIKA
succeeds
run sms show "$(cat "$STDOUT")" --json
json_has '.auditor == "PER-ERIKA" and .created.by == "PER-BRUNO-MEIER"'

it 'refuses who is nobody on record'
export GIT_AUTHOR_NAME=Eve GIT_AUTHOR_EMAIL=eve@example.org
run sms assess 5.2.1-b --verdict conform --evidence seen
status_is 2
stderr_has 'hint: sms add-person'

it 'does not count a verdict by somebody with a part in it, however it came to be'
anna
sms add-process --title 'Leadership' --topic sms --clause 5.2 --owner bruno --id PRO-LEADERSHIP >/dev/null
bruno
sms --now 2026-11-24 record-assessment --item 5.2.1-b --verdict conform --evidence 'Everything seen' >/dev/null
run sms --now 2026-11-30 audit --item 5.2.1-b --json
result_is 5.2.1-b needs-human
note_has 5.2.1-b 'PER-BRUNO-MEIER owns PRO-LEADERSHIP, and nobody judges their own work'
finish
