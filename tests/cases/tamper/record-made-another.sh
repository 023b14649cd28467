code=record-identity
tamper() {
  edit_json records/service/SVC-FILES.json '.created.at = "2025-01-01T00:00:00Z"'
  commit
}
