code=statement-record
tamper() {
  mkdir approvals/POL-NONE
  cp "$(newest $POL cleo)" approvals/POL-NONE/
  cp "$(newest $POL cleo | sed s/json$/sig/)" approvals/POL-NONE/
  commit
}
