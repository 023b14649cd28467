/* What lies below the records: the repository itself, objects, modes, times of commits. */
#include "work/verify/private.h"
#include "wrap/signature/signature.h"
#include <string.h>

struct sms_error *sms_verify_evidence(struct sms_verify *run, bool *lost)
{
	static const struct oddity {
		const char *name, *rule, *fix;
		bool loses;
	} known[] = {
		{"shallow clone", "shallow-clone", "git fetch --unshallow", false},
		{"partial clone", "partial-clone", "git fetch --refetch --no-filter", true},
		{"replace refs", "replace-refs", "git replace --list", false},
		{"grafts", "grafts", NULL, false},
		{"alternates", "alternates", "git repack -ad", false},
	};
	sms_auto(list) struct sms_list oddities = SMS_LIST_INIT;
	SMS_TRY(sms_repo_oddities(run->store->repo, &oddities));
	for (size_t i = 0; i < SMS_COUNT(known); i++) {
		if (!sms_list_contains(&oddities, known[i].name))
			continue;
		const struct sms_rule *rule = sms_rule_find(sms_verify_rules, known[i].rule);
		size_t place = sms_verify_add(run, known[i].rule, NULL, NULL, "%s: %s", known[i].name, rule->brief);
		run->out->findings.items[place].fix = sms_strdup(known[i].fix);
		*lost |= known[i].loses;
	}
	run->shallow = sms_list_contains(&oddities, "shallow clone");
	return NULL;
}

/* --- Modes. --- */

static bool is_ours(const char *path)
{
	static const char *const ours[] = {"documents", "records", "approvals", "attachments",     "types",   "rules",
					   "templates", "maps",    "reports",   "allowed_signers", "sms.json"};
	size_t length = strcspn(path, "/");
	for (size_t i = 0; i < SMS_COUNT(ours); i++)
		if (strlen(ours[i]) == length && strncmp(path, ours[i], length) == 0)
			return true;
	return false;
}

void sms_verify_mode(struct sms_verify *run, const struct sms_tree_change *change)
{
	if (!change->mode_after || change->mode_after == SMS_MODE_FILE || change->mode_after == change->mode_before ||
	    !is_ours(change->path))
		return;
	if (change->mode_after == 0120000 || change->mode_after == 0160000)
		sms_verify_add(run, "not-a-file", NULL, change->path, "there is a %s in the place of a file",
			       change->mode_after == 0120000 ? "symbolic link" : "submodule");
	else
		sms_verify_add(run, "file-mode", NULL, change->path, "its mode is %06o; it must be %06o",
			       change->mode_after, SMS_MODE_FILE);
}

/* --- Commits. --- */

static void check_faults(struct sms_verify *run)
{
	static const char ambiguous[] = "signature: ";
	const struct sms_list *faults = run->step->faults;
	for (size_t i = 0; i < faults->count; i++) {
		const char *fault = faults->items[i];
		bool is_signature = strncmp(fault, ambiguous, strlen(ambiguous)) == 0;
		sms_verify_add(run, is_signature ? "commit-signatures" : "commit-malformed", NULL, NULL, "%s",
			       strchr(fault, ' ') + 1);
	}
}

static void check_time(struct sms_verify *run)
{
	const struct sms_walk_node *node = sms_walk_node(run->walk, run->step->index);
	char own[SMS_TIME_SIZE], other[SMS_TIME_SIZE];
	for (size_t i = 0; i < node->parent_count; i++) {
		sms_time before = sms_walk_node(run->walk, node->parents[i])->time;
		if (node->time + SMS_VERIFY_TOLERANCE >= before)
			continue;
		sms_time_format(node->time, own);
		sms_time_format(before, other);
		sms_verify_add(run, "time-order", NULL, NULL, "committed at %s, after one of %s", own, other);
		return;
	}
	if (node->time > run->options->now + SMS_VERIFY_TOLERANCE) {
		sms_time_format(node->time, own);
		sms_verify_add(run, "time-future", NULL, NULL, "committed at %s, which is yet to come", own);
	}
}

static void check_persons(struct sms_verify *run)
{
	const struct sms_commit *commit = run->step->commit;
	const char *author = sms_people_by_email(run->people, commit->author.email);
	const char *committer = sms_people_by_email(run->people, commit->committer.email);
	if (author && committer && strcmp(author, committer) != 0)
		sms_verify_add(run, "committer-differs", NULL, NULL, "written by %s, committed by %s", author,
			       committer);
}

/* Of which kind it is, by its armour, as git tells them apart; SMS_COMMIT_KNOWN stands for all of SSH's. */
static enum sms_commit_signature kind_of(const char *text)
{
	static const struct {
		const char *begin;
		enum sms_commit_signature kind;
	} known[] = {
		{"-----BEGIN SSH SIGNATURE-----", SMS_COMMIT_KNOWN},
		{"-----BEGIN PGP SIGNATURE-----", SMS_COMMIT_OPENPGP},
		{"-----BEGIN PGP MESSAGE-----", SMS_COMMIT_OPENPGP},
		{"-----BEGIN SIGNED MESSAGE-----", SMS_COMMIT_X509},
	};
	for (size_t i = 0; i < SMS_COUNT(known); i++)
		if (strncmp(text, known[i].begin, strlen(known[i].begin)) == 0)
			return known[i].kind;
	return SMS_COMMIT_OTHER;
}

/* Whose key made a good signature: one of the commit's author or committer, or of nobody whose it could be. */
static struct sms_error *judge_owner(struct sms_verify *run, const struct sms_public_key *key,
				     enum sms_commit_signature *out)
{
	const struct sms_commit *commit = run->step->commit;
	const char *author = sms_people_by_email(run->people, commit->author.email), *owner = NULL;
	const char *committer = sms_people_by_email(run->people, commit->committer.email);
	SMS_TRY(sms_evidence_owner(&owner, run->store, &commit->oid, key));
	bool own = owner && ((author && strcmp(owner, author) == 0) || (committer && strcmp(owner, committer) == 0));
	*out = own ? SMS_COMMIT_KNOWN : owner ? SMS_COMMIT_BAD : SMS_COMMIT_UNKNOWN;
	if (!owner)
		sms_verify_add(run, "commit-key-unknown", NULL, NULL, "it is signed with %s, which is nobody's",
			       key->fingerprint);
	else if (!own)
		sms_verify_add(run, "commit-signature", NULL, NULL, "written by %s, signed with a key of %s",
			       author ? author : commit->author.email, owner);
	return NULL;
}

static struct sms_error *judge_ssh(struct sms_verify *run, enum sms_commit_signature *out)
{
	sms_auto(signature) struct sms_signature signature = {0};
	const char *text = sms_buf_text(run->step->signature);
	size_t length = run->step->signature->length;
	bool good = false;
	const char *fault = sms_signature_parse(&signature, text, length);
	if (!fault)
		SMS_TRY(sms_signature_verify(&signature, text, length, "git", sms_buf_text(run->step->payload),
					     run->step->payload->length, &good));
	if (good)
		return judge_owner(run, &signature.key, out);
	*out = SMS_COMMIT_BAD;
	sms_verify_add(run, "commit-signature", NULL, NULL, "its signature is not good: %s",
		       fault ? fault : "it is not one of this commit");
	return NULL;
}

/* Signatures of other kinds than SSH's are counted and not judged. */
static struct sms_error *check_signature(struct sms_verify *run)
{
	if (!run->step->signature->length)
		return NULL;
	enum sms_commit_signature kind = kind_of(sms_buf_text(run->step->signature));
	if (kind == SMS_COMMIT_KNOWN)
		SMS_TRY(judge_ssh(run, &kind));
	run->out->commit_signatures[kind]++;
	return NULL;
}

struct sms_error *sms_verify_objects(struct sms_verify *run)
{
	check_faults(run);
	check_time(run);
	check_persons(run);
	return check_signature(run);
}
