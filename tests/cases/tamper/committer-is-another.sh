code=committer-differs
options=(--strict)
honest() {
  as anna
  echo 'In her own name.' >>documents/$POL.md
  tick
  git commit -qam edit
}
tamper() {
  as anna
  echo 'In the name of another.' >>documents/$POL.md
  tick
  git commit -qam 'edit' --author 'Mallory Moor <mallory@example.org>'
}
