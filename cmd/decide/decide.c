/* Statements about records: see decide.h. */
#include "decide/decide.h"
#include "model/approval/lifecycle.h"
#include "output.h"

static struct sms_error *print_status(struct context *context, const char *name, const char *moved)
{
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_store_record(context->store, name, NULL, &record));
	SMS_TRY(sms_approval_judge(&approval, context->store, record,
				   sms_now())); /* the statement may be younger than context->now */
	sms_approval_describe(&text, &approval);
	output_format(context, TONE_PLAIN, "%s  %s%s%s\n", record->id, sms_buf_text(&text), *moved ? ", moved to " : "",
		      moved);
	return NULL;
}

/* People who have a key that may not sign want to know; that there is none at all is nothing new to them. */
static void tell(const struct context *context, const struct sms_signing *signing)
{
	if (!signing->lack || !signing->tell)
		return;
	context_say(context, "not signed: %s", sms_error_message(signing->lack));
	for (size_t i = 0; i < sms_error_hint_count(signing->lack); i++)
		fprintf(stderr, "hint: %s\n", sms_error_hint_at(signing->lack, i));
}

static struct sms_error *choose_key(struct sms_signing *out, struct context *context, const struct sign_options *sign,
				    const struct sms_actor *actor)
{
	const struct sms_signing_wish wish = {.always = sign->sign, .never = sign->no_sign, .key = sign->key};
	if (sign->no_sign && (sign->sign || sign->key))
		return sms_error(SMS_INPUT, "option '--no-sign' does not go with '%s'",
				 sign->sign ? "--sign" : "--key");
	return sms_signing_choose(out, context->store, &wish, actor->by, actor->at);
}

struct sms_error *decide(struct context *context, const struct sms_list *ids, const struct sms_list *digests,
			 struct sms_decision decision, const struct sign_options *sign,
			 const struct write_options *write)
{
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(buf) struct sms_buf message = SMS_BUF_INIT;
	sms_auto(signing) struct sms_signing signing = {0};
	sms_auto(list) struct sms_list moves = SMS_LIST_INIT;
	struct sms_actor actor;
	bool completes = false;
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(sms_change_actor(change, &actor));
	SMS_TRY(choose_key(&signing, context, sign, &actor));
	decision.signing = &signing;
	decision.completes = &completes;
	sms_buf_add_text(&message, decision.decision);
	for (size_t i = 0; i < ids->count; i++) {
		sms_auto(record) struct sms_record *record = NULL;
		const char *moved = NULL;
		SMS_TRY(sms_store_record(context->store, ids->items[i], NULL, &record));
		if (digests)
			decision.digest = digests->items[i];
		SMS_TRY(sms_approval_decide(change, context->store, record, &decision, &actor));
		SMS_TRY(sms_approval_advance(change, context->store, record, &decision, &actor, &moved));
		sms_list_add(&moves, moved ? moved : "");
		sms_buf_add_format(&message, " %s", record->id);
	}
	SMS_TRY(context_commit(context, change, write, sms_buf_text(&message)));
	sms_change_free(sms_move(&change));
	tell(context, &signing);
	if (write->dry_run)
		return NULL;
	SMS_TRY(sms_store_refresh(context->store));
	for (size_t i = 0; i < ids->count; i++)
		SMS_TRY(print_status(context, ids->items[i], moves.items[i]));
	return NULL;
}
