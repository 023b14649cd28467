"""Prints the scripts of a job of a GitLab or GitHub file as a folder of shell scripts, one a step, to be run in order.

    ci_job.py FILE JOB FOLDER

FOLDER/env has the variables of the file and the job as shell assignments. An expression of GitHub's, `${{ vars.NAME }}`
or `${{ secrets.NAME }}`, is $NAME; any other is the variable that its words joined with _ name, in capitals."""
import os
import re
import shlex
import sys

import yaml

path, name, folder = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    document = yaml.safe_load(file)


def expand(text):
    def variable(match):
        words = match.group(1).strip().split(".")
        return "${" + (words[1] if words[0] in ("vars", "secrets") else "_".join(words).upper()) + "}"

    return re.sub(r"\$\{\{(.*?)\}\}", variable, str(text))


is_github = "jobs" in document
job = document["jobs"][name] if is_github else document[name]
variables = dict(document.get("env", {}), **job.get("env", {}))
if not is_github:
    variables = dict(document.get("variables", {}), **job.get("variables", {}))
steps = [step["run"] for step in job["steps"] if "run" in step] if is_github else ["\n".join(job["script"])]

with open(os.path.join(folder, "env"), "w", encoding="utf-8") as file:
    for key, value in variables.items():
        value = expand(value)
        file.write(f'export {key}="{value}"\n' if "$" in value else f"export {key}={shlex.quote(value)}\n")
for number, step in enumerate(steps):
    with open(os.path.join(folder, f"step{number:02}"), "w", encoding="utf-8") as file:
        file.write(expand(step) if is_github else step)
