#!/bin/bash
# The files in examples/ci: their scripts are taken out and run, as a runner does, in scratch clones.
. "$(dirname "$0")/lib.sh"
CI=$TOP/examples/ci
mkdir "$WORK/bin"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$SMS" >"$WORK/bin/sms"
chmod +x "$WORK/bin/sms"
PATH=$WORK/bin:$PATH
export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org

if ! python3 -c 'import yaml' 2>/dev/null; then
  it 'runs the examples'
  skip 'python3-yaml is not there: examples/prepare tests'
  finish
fi

# A job in the folder we are in, a step after the other, until one fails: GitLab and GitHub both stop there.
job() {
  local folder=$WORK/job$RANDOM$RANDOM step
  mkdir "$folder"
  python3 "$TOP/tests/cli/ci_job.py" "$CI/$1" "$2" "$folder" || fault "cannot read $1"
  LAST="$1 $2" STATUS=0
  : >"$folder/github_env"
  : >"$STDOUT" && : >"$STDERR"
  for step in "$folder"/step*; do
    GITHUB_ENV=$folder/github_env bash -c 'set -a; . "$1/env"; . "$1/github_env"; set +a; exec bash -eo pipefail "$2"' \
      - "$folder" "$step" >>"$STDOUT" 2>>"$STDERR" </dev/null
    STATUS=$?
    [ "$STATUS" -eq 0 ] || break
  done
}

# --- The SMS, and an application beside it. ---
fresh
git clone -q --bare . "$WORK/sms.git"
cd "$WORK" && rm -rf "sms$FRESH" && git clone -q sms.git sms && cd sms || exit 1
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-person --title 'Deployment pipeline' --emails pipeline@example.org >/dev/null
sms add-assignment --role change-manager --person bruno >/dev/null
sms add-service --id SVC-SHOP --title Shop --owner anna --criticality high --description 'A shop' --value 'Sales' >/dev/null
from=$(date -u -d '-1 hour' +%FT%TZ) to=$(date -u -d '+3 hours' +%FT%TZ)
CHG=$(sms record-change --title 'New release of the shop' --kind technical --service SVC-SHOP --risk low --priority low \
  --reason 'New prices' --benefit 'Sales' --feasibility 'Often done' --cost 'None' --backout-plan 'Version before' \
  --impact.services_text 'None' --requested-at "$(date -u -d '-5 days' +%FT%TZ)" \
  --window.start "$from" --window.end "$to") || exit 1
sms move "$CHG" requested >/dev/null
git push -q
application() {
  cd "$WORK" && rm -rf app && git init -q app && cd app || exit 1
  printf '#!/bin/sh\necho deployed >"%s/deployed"\nexit %s\n' "$WORK" "${2:-0}" >deploy
  chmod +x deploy
  git add deploy && git commit -qm 'first version'
  git commit -q --allow-empty -m 'New prices' ${1:+-m "Change: $1"}
  rm -f "$WORK/deployed"
}
export SMS_REPOSITORY=$WORK/sms.git SMS_SERVICE=SVC-SHOP CI_COMMIT_SHORT_SHA=1a2b3c4 CI_COMMIT_SHA=1a2b3c4d
export CI_PROJECT_URL=https://git.example.org/shop CI_JOB_URL=https://git.example.org/shop/-/jobs/17
export GITHUB_REPOSITORY=example/shop GITHUB_RUN_ID=17
deployments() { git -C "$WORK/sms.git" ls-tree -r --name-only HEAD records/deployment | wc -l; }
nothing_deployed() { [ ! -e "$WORK/deployed" ] || fault 'it was deployed'; }

for file in application/gitlab-ci.yml application/github-actions.yml; do
  it "$file: stops where the change is not approved, and says why"
  [ "$file" = application/gitlab-ci.yml ] || { cd "$WORK/sms" && git pull -q --rebase && sms move "$CHG" approved >/dev/null &&
    bruno && sms withdraw "$CHG" --comment 'not yet' >/dev/null && anna && git push -q; }
  application "$CHG"
  before=$(deployments)
  job "$file" deploy
  status_is 1
  stdout_has closed
  stdout_matches "sms (submit|approve) $CHG"
  nothing_deployed
  [ "$(deployments)" -eq "$before" ] || fault 'a deployment was recorded'

  it "$file: stops where no change is named, or one that is not there"
  application ''
  job "$file" deploy
  status_is 2
  nothing_deployed
  application CHG-20200101-AAAAAA
  job "$file" deploy
  status_is 2
  nothing_deployed

  it "$file: deploys when the gate is open, and a record of it is pushed"
  cd "$WORK/sms" && git pull -q --rebase
  bruno
  sms approve "$CHG" --yes >/dev/null || fault 'cannot approve'
  anna
  sms move "$CHG" approved >/dev/null 2>&1
  sms move "$CHG" scheduled >/dev/null || fault 'cannot schedule'
  git push -q
  application "$CHG"
  job "$file" deploy
  succeeds
  stdout_has open
  [ -e "$WORK/deployed" ] || fault 'it was not deployed'
  [ "$(deployments)" -eq $((before + 1)) ] || fault 'no deployment was pushed'
  run sms -C "$WORK/sms.git" list deployment --json --columns id,state,change,outcome,baseline --where 'outcome = success' --sort id
  json_has ".records | length > 0 and all(.state == \"done\" and .change == \"$CHG\" and (.baseline | startswith(\"BAS-\")))"
  run git -C "$WORK/sms.git" log -1 --format=%an
  stdout_is 'Deployment pipeline'

  it "$file: records a deployment that fails, and fails"
  application "$CHG" 7
  job "$file" deploy
  status_is 1
  run sms -C "$WORK/sms.git" list deployment --json --columns id,outcome --where 'outcome = failed'
  json_has '.records | length >= 1'

  it "$file: stops when somebody changed the content of the change since"
  cd "$WORK/sms" && git pull -q --rebase
  sms set "$CHG" "plan=As described for $file" >/dev/null
  git push -q
  application "$CHG"
  job "$file" deploy
  status_is 1
  stdout_has 'changed since it was approved'
  nothing_deployed
  bruno
  (cd "$WORK/sms" && sms approve "$CHG" --yes >/dev/null && git push -q) || fault 'cannot approve again'
  anna
done

it 'the SMS with its deployments is sound'
cd "$WORK/sms" && git pull -q --rebase
run sms check
succeeds

# --- The SMS repository's own pipelines. ---
base=$(git rev-parse HEAD)
export CI_MERGE_REQUEST_DIFF_BASE_SHA=$base GITHUB_EVENT_PULL_REQUEST_BASE_SHA=$base

it 'sms-repository: a merge request that is sound passes, with a report for the forge'
sms note "$CHG" 'read' >/dev/null
job sms-repository/gitlab-ci.yml check-changes
succeeds
xmllint --noout check.xml || fault 'check.xml is no XML'
job sms-repository/github-actions.yml check-changes
succeeds
jq -e '.version == "2.1.0" and (.runs[0].results | length) == 0' check.sarif >/dev/null || fault 'check.sarif has results'

it 'sms-repository: a merge request with a faulty record fails, and the report says where'
jq '.priority = "soon"' "$(git ls-files "records/change/**/$CHG.json")" >"$WORK/bad.json"
cp "$WORK/bad.json" "$(git ls-files "records/change/**/$CHG.json")"
git commit -qam 'a hand edit'
job sms-repository/gitlab-ci.yml check-changes
status_is 1
grep -q 'priority' check.xml || fault 'check.xml does not name the fault'
job sms-repository/github-actions.yml check-changes
status_is 1
jq -e '[.runs[0].results[].locations[0].physicalLocation.artifactLocation.uri] | any(contains("records/change"))' \
  check.sarif >/dev/null || fault 'check.sarif does not name the file'
job sms-repository/gitlab-ci.yml check
status_is 1

it 'sms-repository: the main branch is checked and audited, and the audit is kept'
git reset -q --hard "$base"
job sms-repository/gitlab-ci.yml check
succeeds
for file in gitlab-ci.yml github-actions.yml; do
  rm -f audit.md audit.json
  job "sms-repository/$file" audit
  succeeds
  jq -e '.schema == "sms/audit/1"' audit.json >/dev/null || fault 'audit.json is no audit'
  [ -s audit.md ] || fault 'audit.md is empty'
done
finish
