code=log-order
tamper() {
  edit_json "$TWO" '.log += [{at: .log[1].at, by: "PER-ANNA-KELLER", kind: "note", text: "Before"}]'
  commit
}
