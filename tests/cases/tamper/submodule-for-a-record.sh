code=not-a-file
tamper() {
  git rm -q records/service/SVC-FILES.json
  git update-index --add --cacheinfo 160000,"$(git rev-parse HEAD)",records/service/SVC-FILES.json
  tick
  git commit -qm submodule
}
