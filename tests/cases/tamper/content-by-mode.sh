code=file-mode
tamper() {
  chmod +x documents/$POL.md
  commit
}
