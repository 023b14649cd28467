code=record-removed
tamper() {
  git rm -q records/service/SVC-FILES.json && commit
}
