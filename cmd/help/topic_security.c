/* sms-security(7): what `sms verify` looks for, and what nobody can prove. */
#include "help/help.h"
#include "work/verify/verify.h"

static const char about[] =
	"Records are files, and git keeps what they were. `sms verify` reads all of that and says what of it can be "
	"relied "
	"on. This page lists what it names, by the code of each finding, and what stays open.\n\n"
	"Whose approval it is, is proven by the signature of the statement alone: the person whose key it is, by "
	"allowed_signers as it was when the statement came in. The author of a commit is a text that anybody can "
	"write. A "
	"statement is judged with the approval rules of the commit that brought it in, and where its branch met other "
	"rules in a merge, with those as well; never with older ones.";

static const char unproven[] =
	"That nothing is missing at the end. Whoever holds the repository can hand out an older state of it, or one "
	"that "
	"was written anew from its beginning with keys of their own making. `sms verify --pin` shows both from the "
	"second time on; a copy that somebody else keeps, or a time stamp, shows it at once.\n\n"
	"That the keys are those of the persons. Somebody has to have compared the fingerprints (`sms key list`) with "
	"what the persons themselves say. Nothing shows that a private key was used by its owner.\n\n"
	"Who wrote a commit that is not signed. Author and committer are what they say; so independence of an approver "
	"rests on nobody having written in another's name. Have commits signed (git config commit.gpgsign true), and "
	"a merge done by somebody else.\n\n"
	"Who signed a commit otherwise than by SSH. Of signatures of commits only SSH's (git config gpg.format ssh) "
	"are "
	"judged: one that is not good, or by a key of somebody else, is a finding. Those of OpenPGP and X.509 are "
	"counted, and not judged: git verify-commit does that with the keys that you have. Nothing that is proven here "
	"relies on the signature of a commit, of whatever kind.\n\n"
	"When something happened. Times come from clocks of those who write. They cannot be dated back behind what is "
	"there already, nor ahead of the next entry; within that span they prove nothing.\n\n"
	"That what a record says is true. It was said, by whom, and not changed since.\n\n"
	"That SHA-1 holds. Of every commit and tree of the history, and of every file that a verdict rests on, `sms "
	"verify` "
	"hashes the bytes and compares them with the id. It does so with plain SHA-1; whatever is not text (an "
	"attachment, "
	"odd names in a tree, odd bytes in a commit) is hashed with libgit2's as well, which looks for the trace of a "
	"collision where libgit2 was built that way, as is usual. Text is not: relied upon is that no attack known "
	"writes "
	"its blocks as text, and that git, which looks for collisions in all it takes in by clone, fetch and bundle, "
	"brought the objects here. Statements, rules and pins name what they speak of by SHA-256, so that two contents "
	"of "
	"one SHA-1 still are not one approval.";

static void write_rules(const struct page_writer *writer, void *into, int kind)
{
	for (const struct sms_rule *rule = sms_verify_rules; rule->id; rule++) {
		int own = rule->unjudged ? 2 : rule->grade == SMS_GRADE_OBSERVATION ? 1 : 0;
		sms_auto(string) char *text = sms_format("%s. %s", rule->brief, rule->help);
		if (*text >= 'a' && *text <= 'z')
			*text += 'A' - 'a';
		if (own == kind)
			writer->item(into, rule->id, text);
	}
}

static struct sms_error *write_page(const struct page_writer *writer, void *into)
{
	writer->heading(into, "DESCRIPTION", false);
	page_write_paragraphs(writer, into, about);
	writer->heading(into, "FINDINGS", false);
	write_rules(writer, into, 0);
	writer->heading(into, "OBSERVATIONS", false);
	writer->paragraph(into, "They are told, and fail with --strict alone.");
	write_rules(writer, into, 1);
	writer->heading(into, "INCOMPLETE EVIDENCE", false);
	writer->paragraph(into, "The exit status is 3 where there is nothing worse.");
	write_rules(writer, into, 2);
	writer->heading(into, "WHAT CANNOT BE PROVEN", false);
	page_write_paragraphs(writer, into, unproven);
	return NULL;
}

const struct topic topic_security = {
	.name = "sms-security",
	.section = 7,
	.summary = "what sms verify proves, and what it cannot",
	.write = write_page,
	.see_also = "sms-verify(1), sms-trail(1), sms-key(1), ssh-keygen(1), git-fsck(1), git-bundle(1)",
};
