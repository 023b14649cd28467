/* Making a statement: may this person decide this about this content now, and if not, what would help. */
#include "base/file.h"
#include "model/approval/private.h"
#include <string.h>

/* A decision on its way to become a statement. */
struct deciding {
	struct sms_judging judging;
	struct sms_approval approval;
	struct sms_store *store;
	const struct sms_record *record;
	const struct sms_decision *decision;
	const struct sms_actor *actor;
	const char *role; /* borrowed from rules, decision or statement; NULL for none */
};

static void release_deciding(struct deciding *deciding)
{
	sms_judging_release(&deciding->judging);
	sms_approval_release(&deciding->approval);
}
SMS_AUTO_STRUCT(deciding, struct deciding, release_deciding);

static bool decides(const struct deciding *deciding, const char *decision)
{
	return strcmp(deciding->decision->decision, decision) == 0;
}

__attribute__((format(printf, 2, 3))) static struct sms_error *refuse(const struct deciding *deciding,
								      const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *why = sms_vformat(format, arguments);
	va_end(arguments);
	return sms_error(SMS_INPUT, "%s '%s': %s", deciding->decision->decision, deciding->record->id, why);
}

/* --- Hints: the commands are made from the types, whatever those are called. --- */

static const struct sms_type *type_that_is(const struct deciding *deciding, const char *part, const sms_json **about)
{
	const struct sms_type *found = NULL;
	for (size_t i = 0; i < sms_types_count(deciding->store->types); i++) {
		const struct sms_type *type = sms_types_at(deciding->store->types, i);
		const char *is = sms_json_get_text(sms_json_get(type->about, "people"), "is");
		/* Who made a type for it uses that, and not the built-in one. */
		if (is && strcmp(is, part) == 0 && (!found || strncmp(found->origin, "builtin:", 8) == 0))
			found = type;
	}
	*about = found ? sms_json_get(found->about, "people") : NULL;
	return found;
}

static struct sms_error *hint_assignment(const struct deciding *deciding, struct sms_error *error, const char *role,
					 const char *person)
{
	const sms_json *about = NULL;
	const struct sms_type *type = type_that_is(deciding, "assignment", &about);
	const char *role_member = sms_json_get_text(about, "role");
	const char *person_member = sms_json_get_text(about, "person");
	if (!type || !role_member || !person_member)
		return error;
	return sms_error_hint(error, "sms %s-%s --%s %s --%s %s", type->word, type->name, role_member, role,
			      person_member, person);
}

static struct sms_error *unknown_person(const struct deciding *deciding)
{
	const sms_json *about = NULL;
	const char *by = deciding->actor->by, *angle = strrchr(by, '<');
	const struct sms_type *type = type_that_is(deciding, "person", &about);
	const char *name = sms_json_get_text(about, "name"), *emails = sms_json_get_text(about, "emails");
	struct sms_error *error = refuse(deciding, "'%s' is no person on record", by);
	if (!type || !name || !emails || !angle || angle == by || strpbrk(by, "'\\"))
		return error;
	return sms_error_hint(error, "sms %s-%s --%s '%.*s' --%s %.*s", type->word, type->name, name,
			      (int)(angle - by - 1), by, emails, (int)strcspn(angle + 1, ">"), angle + 1);
}

/* --- Is this the content? --- */

/* What was read, what the tip has and what lies in the work tree are the same. A file that is missing in the work tree
 * shows nobody another content. */
static struct sms_error *is_committed(const struct deciding *deciding, const char *path, const char *bytes,
				      size_t length, struct sms_oid *blob, bool *out)
{
	struct sms_store *store = deciding->store;
	sms_auto(buf) struct sms_buf lying = SMS_BUF_INIT;
	struct sms_oid oid;
	bool found = false;
	memset(blob, 0, sizeof *blob);
	*out = false;
	if (sms_oid_is_zero(&store->head))
		return NULL;
	SMS_TRY(sms_repo_lookup(store->repo, &store->head, path, &found, blob, NULL));
	if (found != (bytes != NULL))
		return NULL;
	if (found)
		sms_oid_of_blob(bytes, length, &oid);
	*out = !found || sms_oid_equal(&oid, blob);
	if (!*out || sms_repo_workdir_fd(store->repo) < 0)
		return NULL;
	bool lies_there = false;
	SMS_TRY(sms_file_read_at(&lying, sms_repo_workdir_fd(store->repo), path, SMS_JSON_BYTES, &lies_there, NULL));
	if (!lies_there)
		return NULL;
	sms_oid_of_blob(sms_buf_text(&lying), lying.length, &oid);
	*out = found && sms_oid_equal(&oid, blob);
	return NULL;
}

static struct sms_error *check_content(const struct deciding *deciding, struct sms_oid *blob, struct sms_oid *body_blob)
{
	const struct sms_record *record = deciding->record;
	bool committed = false;
	SMS_TRY(is_committed(deciding, record->path, record->text, record->text_length, blob, &committed));
	if (committed && record->type->kind == SMS_KIND_DOCUMENT) {
		sms_auto(string) char *path = sms_id_body_path(record->id);
		SMS_TRY(is_committed(deciding, path, record->body, record->body_length, body_blob, &committed));
	}
	if (!committed)
		return sms_error_hint(refuse(deciding, "it has changes that are not committed"), "sms commit %s",
				      record->id);
	const char *seen = deciding->decision->digest;
	if (seen && strcmp(seen, deciding->approval.digest) != 0)
		return sms_error_hint(refuse(deciding, "its content is not the one that was looked at"),
				      "sms show %s --body", record->id);
	return NULL;
}

/* --- May this person? --- */

/* The person's own statement in force of this decision about the content as it is; any role where `role` is NULL. */
static const struct sms_statement *own_statement(const struct deciding *deciding, const char *decision,
						 const char *role)
{
	const struct sms_approval *approval = &deciding->approval;
	for (size_t i = approval->statement_count; i-- > 0;) {
		const struct sms_statement *statement = &approval->statements[i];
		if (statement->current && !statement->reasons.count && sms_statement_is(statement, decision) &&
		    strcmp(statement->signer, deciding->actor->by) == 0 &&
		    (!role || (statement->role && strcmp(statement->role, role) == 0)))
			return statement;
	}
	return NULL;
}

/* The first role of the rules that the person holds: one that is still waited for, else any. */
static const char *held_role(const struct deciding *deciding, bool waited_for)
{
	const struct sms_judging *judging = &deciding->judging;
	for (size_t i = 0; i < judging->rule_count; i++)
		for (size_t k = 0; k < judging->roles[i]->count; k++) {
			const char *name = judging->roles[i]->items[k];
			if (waited_for && (!sms_list_contains(&deciding->approval.roles, name) ||
					   own_statement(deciding, "approve", name)))
				continue;
			if (sms_people_holds(judging->people, deciding->actor->by, name, deciding->actor->at))
				return name;
		}
	return NULL;
}

static struct sms_error *no_role(const struct deciding *deciding)
{
	sms_auto(list) struct sms_list roles = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf names = SMS_BUF_INIT;
	sms_judging_all_roles(&deciding->judging, &roles);
	sms_list_join(&names, &roles, ", ");
	struct sms_error *error = refuse(deciding, "'%s' does not hold %s%s", deciding->actor->by,
					 roles.count > 1 ? "any of " : "", sms_buf_text(&names));
	for (size_t i = 0; i < roles.count; i++)
		error = hint_assignment(deciding, error, roles.items[i], deciding->actor->by);
	return error;
}

static struct sms_error *choose_role(struct deciding *deciding)
{
	const char *role = deciding->decision->role;
	sms_auto(list) struct sms_list roles = SMS_LIST_INIT;
	if (!role) {
		deciding->role = held_role(deciding, true);
		if (!deciding->role)
			deciding->role = held_role(deciding, false);
		return deciding->role ? NULL : no_role(deciding);
	}
	sms_judging_all_roles(&deciding->judging, &roles);
	deciding->role = role;
	if (!sms_list_contains(&roles, role)) {
		struct sms_error *error = refuse(deciding, "no rule asks for an approval by '%s'", role);
		for (size_t i = 0; i < roles.count; i++)
			error = sms_error_hint(error, "sms %s %s --role %s", deciding->decision->decision,
					       deciding->record->id, roles.items[i]);
		return error;
	}
	if (!sms_people_holds(deciding->judging.people, deciding->actor->by, role, deciding->actor->at))
		return hint_assignment(deciding, refuse(deciding, "'%s' does not hold %s", deciding->actor->by, role),
				       role, deciding->actor->by);
	return NULL;
}

static struct sms_error *check_independence(struct deciding *deciding)
{
	struct sms_judging *judging = &deciding->judging;
	sms_auto(list) struct sms_list holders = SMS_LIST_INIT;
	const char *actor = deciding->actor->by;
	bool wrote = false, other_wrote = false;
	for (size_t i = 0; i < judging->rule_count; i++)
		if (sms_judging_has_role(judging, judging->rules[i], deciding->role) && !judging->rules[i]->independent)
			return NULL;
	SMS_TRY(sms_judging_wrote(judging, deciding->approval.digest, actor, &wrote));
	if (!wrote)
		return NULL;
	struct sms_error *error = refuse(deciding, "'%s' changed the content; somebody else has to approve it", actor);
	sms_people_holders(judging->people, deciding->role, deciding->actor->at, &holders);
	for (size_t i = 0; i < holders.count; i++) {
		if (strcmp(holders.items[i], actor) == 0)
			continue;
		sms_error_free(sms_judging_wrote(judging, deciding->approval.digest, holders.items[i], &other_wrote));
		if (!other_wrote)
			return sms_error_hint(error, "sms submit %s", deciding->record->id);
	}
	return hint_assignment(deciding, error, deciding->role, "PERSON");
}

/* An approval before its turn would not count. */
static struct sms_error *check_order(struct deciding *deciding)
{
	struct sms_judging *judging = &deciding->judging;
	const struct sms_rule *before = NULL;
	for (size_t i = 0; i < judging->rule_count; i++) {
		if (!sms_judging_has_role(judging, judging->rules[i], deciding->role))
			continue;
		SMS_TRY(sms_judging_is_due(judging, judging->rules[i], deciding->approval.digest,
					   deciding->approval.statement_count, &before));
		if (!before)
			return NULL;
	}
	if (!before)
		return NULL;
	struct sms_error *error = refuse(deciding, "'%s' comes first", before->name);
	const struct sms_list *roles = sms_judging_roles(judging, before);
	for (size_t i = 0; i < roles->count; i++)
		error = sms_error_hint(error, "sms approve %s --role %s", deciding->record->id, roles->items[i]);
	return error;
}

/* --- Is there anything to decide? --- */

static struct sms_error *check_submit(const struct deciding *deciding)
{
	const struct sms_approval *approval = &deciding->approval;
	if (approval->status == SMS_APPROVAL_APPROVED)
		return refuse(deciding, "it is approved");
	if (approval->status != SMS_APPROVAL_PENDING)
		return NULL;
	for (size_t i = 0; i < approval->statement_count; i++) {
		const struct sms_statement *statement = &approval->statements[i];
		if (statement->current && !statement->reasons.count && sms_statement_is(statement, "submit"))
			return refuse(deciding, "it waits for approval already");
	}
	return NULL;
}

static struct sms_error *check_approve(struct deciding *deciding)
{
	SMS_TRY(choose_role(deciding));
	SMS_TRY(check_independence(deciding));
	SMS_TRY(check_order(deciding));
	const struct sms_statement *own = own_statement(deciding, "approve", deciding->role);
	/* Approving again makes an approval hold on longer, where it holds for a time at all. */
	if (own && deciding->approval.expires_at == SMS_TIME_NONE)
		return refuse(deciding, "'%s' has approved this content", deciding->actor->by);
	if (deciding->approval.status == SMS_APPROVAL_REJECTED && !own_statement(deciding, "reject", NULL))
		return sms_error_hint(refuse(deciding, "it is rejected, until it is submitted again"), "sms submit %s",
				      deciding->record->id);
	return NULL;
}

static struct sms_error *check_reject(struct deciding *deciding)
{
	SMS_TRY(choose_role(deciding));
	if (own_statement(deciding, "reject", NULL) && deciding->approval.status == SMS_APPROVAL_REJECTED)
		return refuse(deciding, "'%s' has rejected this content", deciding->actor->by);
	return NULL;
}

static struct sms_error *check_withdraw(struct deciding *deciding)
{
	const struct sms_approval *approval = &deciding->approval;
	for (size_t i = approval->statement_count; i-- > 0;) {
		const struct sms_statement *statement = &approval->statements[i];
		if (!statement->heard || sms_statement_is(statement, "withdraw") ||
		    deciding->judging.withdrawn[i] != SMS_NO_STATEMENT ||
		    strcmp(statement->signer, deciding->actor->by) != 0)
			continue;
		deciding->role = statement->role;
		return NULL;
	}
	return refuse(deciding, "'%s' has said nothing that could be withdrawn", deciding->actor->by);
}

/* Who sets the clock back could speak before what he said last. */
static struct sms_error *check_clock(const struct deciding *deciding)
{
	for (size_t i = 0; i < deciding->approval.statement_count; i++) {
		const struct sms_statement *statement = &deciding->approval.statements[i];
		if (strcmp(statement->signer, deciding->actor->by) == 0 && statement->at > deciding->actor->at)
			return refuse(deciding, "the clock is behind '%s'", statement->path);
	}
	return NULL;
}

static struct sms_error *check_decision(struct deciding *deciding)
{
	static const struct {
		const char *decision;
		struct sms_error *(*check)(struct deciding *deciding);
		bool needs_comment;
	} known[] = {
		{"approve", check_approve, false}, {"reject", check_reject, true}, {"withdraw", check_withdraw, true}};
	const char *comment = deciding->decision->comment;
	if (decides(deciding, "submit"))
		return check_submit(deciding);
	for (size_t i = 0; i < SMS_COUNT(known); i++) {
		if (!decides(deciding, known[i].decision))
			continue;
		if (known[i].needs_comment && (!comment || !*comment))
			return sms_error_hint(refuse(deciding, "needs a reason"), "sms %s %s --comment TEXT",
					      known[i].decision, deciding->record->id);
		return known[i].check(deciding);
	}
	return sms_error(SMS_INPUT, "unknown decision '%s'", deciding->decision->decision);
}

/* Do rules ask for a signature of this? An unsigned submission is heard: it decides nothing. */
static bool needs_signature(const struct deciding *deciding)
{
	for (size_t i = 0; i < deciding->judging.rule_count; i++)
		if (deciding->judging.rules[i]->signature && !decides(deciding, "submit") &&
		    (!deciding->role ||
		     sms_judging_has_role(&deciding->judging, deciding->judging.rules[i], deciding->role)))
			return true;
	return false;
}

static struct sms_error *check_signing(const struct deciding *deciding)
{
	struct sms_signing *signing = deciding->decision->signing;
	if (!needs_signature(deciding) || (signing && signing->file))
		return NULL;
	if (!signing || !signing->lack)
		return refuse(deciding, "the rules ask for a signature");
	return sms_error_wrap(sms_move(&signing->lack), "%s '%s': the rules ask for a signature",
			      deciding->decision->decision, deciding->record->id);
}

struct sms_error *sms_approval_decide(struct sms_change *change, struct sms_store *store,
				      const struct sms_record *record, const struct sms_decision *decision,
				      const struct sms_actor *actor)
{
	sms_auto(deciding) struct deciding deciding = {
		.store = store, .record = record, .decision = decision, .actor = actor};
	struct sms_new_statement new = {.judging = &deciding.judging, .decision = decision, .actor = actor};
	SMS_TRY(sms_judging_run(&deciding.judging, &deciding.approval, store, record, actor->at));
	if (!deciding.judging.rule_count)
		return sms_error_hint(refuse(&deciding, "no rule asks for an approval of %s", record->type->plural),
				      "sms config get approvals");
	if (!sms_people_name(deciding.judging.people, actor->by))
		return unknown_person(&deciding);
	SMS_TRY(check_clock(&deciding));
	SMS_TRY(check_content(&deciding, &new.blob, &new.body_blob));
	SMS_TRY(check_decision(&deciding));
	SMS_TRY(check_signing(&deciding));
	new.role = deciding.role;
	new.needs_signature = needs_signature(&deciding);
	SMS_TRY(sms_statement_stage(change, &new));
	return sms_judging_completes(&deciding.judging, decision, deciding.role, actor);
}

static bool is_awaited(const struct deciding *deciding)
{
	const struct sms_approval *approval = &deciding->approval;
	if (approval->status == SMS_APPROVAL_NONE || approval->status == SMS_APPROVAL_APPROVED)
		return false;
	for (size_t i = 0; i < approval->roles.count; i++)
		if (sms_people_holds(deciding->judging.people, deciding->actor->by, approval->roles.items[i],
				     deciding->actor->at))
			return true;
	return false;
}

struct sms_error *sms_approval_may(struct sms_approval *out, struct sms_store *store, const struct sms_record *record,
				   const struct sms_actor *actor, const char **role, struct sms_error **refusal)
{
	const struct sms_decision decision = {.decision = "approve"};
	sms_auto(deciding) struct deciding deciding = {
		.store = store, .record = record, .decision = &decision, .actor = actor};
	struct sms_error *error = NULL;
	*role = NULL;
	*refusal = NULL;
	SMS_TRY(sms_judging_run(&deciding.judging, &deciding.approval, store, record, actor->at));
	if (is_awaited(&deciding))
		error = check_approve(&deciding);
	*role = deciding.role;
	if (error && sms_error_status(error) != SMS_INPUT)
		return error;
	*refusal = error;
	*out = deciding.approval;
	deciding.approval = (struct sms_approval){0};
	return NULL;
}
