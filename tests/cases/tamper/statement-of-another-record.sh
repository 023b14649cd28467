code=statement-record
tamper() {
  cp "$(newest $POL cleo)" approvals/$OLD/20260601T000000Z-cleo-roth.json
  cp "$(newest $POL cleo | sed s/json$/sig/)" approvals/$OLD/20260601T000000Z-cleo-roth.sig
  commit
}
