#!/bin/bash
. "$(dirname "$0")/lib.sh"

it 'begins an SMS with people, roles and rules in one commit'
run sms init --org 'Example AG' one
succeeds
stdout_has 'PER-ANNA-KELLER'
cd one || exit 1
[ "$(commits)" -eq 1 ] || fault 'not one commit'
for role in TOP-MANAGEMENT SMS-MANAGER CHANGE-MANAGER SERVICE-OWNER PROCESS-OWNER INTERNAL-AUDITOR; do
  [ -f "records/role/ROL-$role.json" ] || fault "no ROL-$role"
done
run jq -r '.role + " " + .person' records/assignment/*.json
stdout_is 'ROL-SMS-MANAGER PER-ANNA-KELLER'
run jq -r '.organization.name' sms.json
stdout_is 'Example AG'
is_clean

it 'passes its own check'
run sms check
succeeds

it 'does not begin twice'
remember
run sms init --org Other
status_is 2
is_one_error
stderr_has 'already'
unchanged

it 'needs a name for the organization, and says how'
cd "$WORK" || exit 1
run sms init two
status_is 2
stderr_has 'sms init --org NAME'
[ ! -e two ] || fault 'made a folder'

it 'needs to know who you are before it makes anything'
run env -u GIT_AUTHOR_NAME -u GIT_AUTHOR_EMAIL "$SMS" init --org X three
status_is 2
is_one_error
stderr_has 'git config --global user.name'
[ ! -e three ] || fault 'made a folder'

it 'joins a git repository that is there, and leaves its files alone'
mkdir four && cd four && git init -q . && echo hello >README && git -c user.name=x -c user.email=x@y add README
git -c user.name=x -c user.email=x@y commit -qm first
run sms init --org 'Example AG'
succeeds
[ "$(commits)" -eq 2 ] && [ "$(cat README)" = hello ] || fault 'README or history changed'
is_clean

it 'makes a bare repository, in which records are made and read'
cd "$WORK" || exit 1
run sms init --org 'Example AG' --bare five.git
succeeds
cd five.git || exit 1
run sms add-service --title Email --description d --value v --criticality high --owner anna
succeeds
run sms list service --columns id
stdout_has SVC-EMAIL
run sms show email --json
json_has '.title == "Email"'
run sms check
succeeds
run git fsck --strict
succeeds

it 'says what it would do with --dry-run'
cd "$WORK" || exit 1
run sms init --org X --dry-run six
succeeds
[ ! -e six ] || fault 'made a folder'
finish
