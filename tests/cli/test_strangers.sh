#!/bin/bash
# What a repository may hold in the place of records and their folders, by mistake or by malice.
. "$(dirname "$0")/lib.sh"

git config --global user.name Anna && git config --global user.email anna@example.org
sms init --org Example sms >/dev/null && cd sms
sms add-service --title Email --description d --value v --criticality high >/dev/null
mkdir "$WORK/elsewhere"

it 'finds nothing where nothing is wrong'
run sms check
succeeds
stdout_lacks '.gitattributes'

it 'does not follow a top folder that is a link'
mv records "$WORK/elsewhere/records" && ln -s "$WORK/elsewhere/records" records
run sms list service
succeeds
stdout_lacks 'SVC-EMAIL'
run sms show SVC-EMAIL
status_is 4
stderr_has 'symbolic link'
run sms check
status_is 1
stdout_has 'records'
stdout_has 'it is not followed'
rm records && mv "$WORK/elsewhere/records" records
run sms check
succeeds

it 'does not follow a folder of statements that is a link'
mkdir -p "$WORK/elsewhere/approvals/SVC-EMAIL" && echo '{}' >"$WORK/elsewhere/approvals/SVC-EMAIL/x.json"
ln -s "$WORK/elsewhere/approvals" approvals
run sms check
status_is 1
stdout_has 'approvals'
stdout_has 'it is not followed'
stdout_lacks 'x.json'
rm approvals

it 'does not follow a folder or file further down'
ln -s "$WORK/elsewhere" records/service/2026
mkdir -p approvals/SVC-EMAIL && ln -s /etc/passwd approvals/SVC-EMAIL/20260101T000000Z-x.json
run sms check
status_is 1
stdout_has 'records/service/2026'
stdout_has 'approvals/SVC-EMAIL/20260101T000000Z-x.json'
stdout_lacks 'root:'

it 'finds the same in a commit'
git add -A . && git commit -qm links
run sms check --at HEAD
status_is 1
stdout_has 'records/service/2026'
stdout_has 'approvals/SVC-EMAIL/20260101T000000Z-x.json'
git rm -rqf records/service/2026 approvals && git commit -qm 'no links'

it 'sees attributes that rewrite records, at the top and in folders'
echo '*.json text' >records/service/.gitattributes
run sms check
status_is 1
stdout_has 'records/service/.gitattributes'
stdout_has 'lets git change records on checkout'
echo '*.json -text' >records/service/.gitattributes
run sms check
succeeds
rm records/service/.gitattributes
mkdir -p approvals/SVC-EMAIL && echo '*.json eol=crlf' >approvals/.gitattributes
run sms check
status_is 1
stdout_has 'approvals/.gitattributes'
git add -A . && git commit -qm attributes
run sms check --at HEAD
status_is 1
stdout_has 'approvals/.gitattributes'

finish
