code=log-rewritten
tamper() {
  edit_json "$TWO" '.log |= .[0:2] + [{at: .[1].at, by: .[1].by, kind: "note", text: "Between"}] + .[2:]'
  commit
}
