/* What a verification looks for, as data: see verify.h. sms-security(7) is printed from it. */
#include "work/verify/verify.h"

const struct sms_rule sms_verify_rules[] = {
	/* Commits and trees. */
	{"commit-malformed", SMS_GRADE_MAJOR, "a commit or tree that git fsck refuses",
	 "The object means different things to different programs, so nobody can say what was committed. Ask "
	 "where it comes from; git fsck --strict shows more.",
	 false},
	{"commit-signatures", SMS_GRADE_MAJOR, "a commit with more than one signature",
	 "A commit with two signature headers shows one of them as good while the other covers something else."
	 " No program of git's writes such a commit.",
	 false},
	{"commit-signature", SMS_GRADE_MAJOR, "a commit signed by somebody else",
	 "The commit has an SSH signature that is not good, or that was made with a key of somebody who is "
	 "neither its author nor its committer.",
	 false},
	{"time-order", SMS_GRADE_MAJOR, "a commit older than the one it follows",
	 "The committer's time lies before that of a parent, by more than clocks differ. The commit was dated "
	 "back, or a clock was wrong.",
	 false},
	{"merge-content", SMS_GRADE_MAJOR, "a merge with content that none of its sides has",
	 "A merge may join what its sides have, and nothing else. git log -p shows nothing of what is changed "
	 "inside one: git show --remerge-diff COMMIT does.",
	 false},
	{"merge-dropped", SMS_GRADE_MAJOR, "a merge that takes back what one side had changed",
	 "The file is as it was before the sides parted, though one of them had changed it and the other had "
	 "not. Rules, keys and records go back to older versions that way, and git log -p shows nothing of it.",
	 false},
	{"not-a-file", SMS_GRADE_MAJOR, "a symbolic link or submodule in the place of a file",
	 "What it shows lies outside the history and can change without a trace.", false},
	{"file-mode", SMS_GRADE_MAJOR, "a file with a mode that records do not have",
	 "Records, statements and settings are plain files (0644). Another mode is a change that no difference"
	 " of texts shows.",
	 false},
	/* Records. */
	{"record-json", SMS_GRADE_MAJOR, "a record that is no JSON, or is ambiguous",
	 "The file cannot be read, or means different things to different readers (duplicate names). A version"
	 " of a record that nobody can read proves nothing.",
	 false},
	{"record-identity", SMS_GRADE_MAJOR, "id, type or making of a record changed",
	 "The members id, type and created say which record it is, and never change. The id is also what the "
	 "path says.",
	 false},
	{"record-removed", SMS_GRADE_MAJOR, "a record was taken away",
	 "Records are never deleted: a wrong one is moved to void with a reason. Where the same record was put"
	 " back later, this is an observation.",
	 false},
	{"record-renamed", SMS_GRADE_MAJOR, "a record was given another id",
	 "One record went and the same one came under another id. Links, statements and numbers that people "
	 "wrote down lead nowhere now.",
	 false},
	{"id-reused", SMS_GRADE_MAJOR, "an id that another record had",
	 "An id names one record for ever. A second record got the id of one that was there before, at the "
	 "same place or under another type.",
	 false},
	{"closed-edited", SMS_GRADE_MAJOR, "a closed record was edited",
	 "In a final state the content stays as it is; notes, links and attachments may be added, and in a "
	 "state that records begin in also fields that are not there yet. To work on it again it has to be "
	 "moved out of that state first.",
	 false},
	{"void-edited", SMS_GRADE_MAJOR, "a void record was edited",
	 "A void record keeps what it said; only notes and links may be added.", false},
	{"log-rewritten", SMS_GRADE_MAJOR, "entries of a log were removed, changed or moved",
	 "Entries are only ever added behind the last.", false},
	{"log-order", SMS_GRADE_MAJOR, "an entry older than the one before it",
	 "An entry was added to a log with a time before that of the last one.", false},
	{"state-unlogged", SMS_GRADE_MAJOR, "a state changed without a step in the log",
	 "Every step is in the log with time and person. The state was set by hand.", false},
	{"state-step", SMS_GRADE_MAJOR, "a step that the lifecycle does not have",
	 "The log holds a step that the type, as it was then, does not allow, or that does not begin where the"
	 " record stood.",
	 false},
	{"time-future", SMS_GRADE_MAJOR, "an entry later than the commit that holds it",
	 "A record claims something of a time after it was committed. The commit was dated back, or the entry "
	 "ahead.",
	 false},
	{"attachment-changed", SMS_GRADE_MAJOR, "an attachment that is not the one its record lists",
	 "The record gives the SHA-256 digest of each attachment; the file that is there has another, or is "
	 "gone.",
	 false},
	{"content-changed", SMS_GRADE_MAJOR, "approved content was changed",
	 "The record was approved, and its content is another now. It has to be approved again. While a record"
	 " is in a state in which approval is waited for, as a draft, this is the observation revision-open.",
	 false},
	/* Statements, and the rules they follow. */
	{"statement-changed", SMS_GRADE_MAJOR, "a statement or signature was changed",
	 "Statements are only ever added. Where the file was put back as it was, this is an observation.", false},
	{"statement-removed", SMS_GRADE_MAJOR, "a statement or signature was taken away",
	 "Whoever takes a rejection or a withdrawal away makes an approval look good. Where the same file was "
	 "put back, this is an observation.",
	 false},
	{"statement-missing", SMS_GRADE_MAJOR, "the statement before this one is missing",
	 "Every statement names the digest of the one before it about the same record, and no file has it.", false},
	{"statement-copied", SMS_GRADE_MAJOR, "one statement is there twice",
	 "Two files hold the same bytes: one is a copy, made to count again.", false},
	{"statement-format", SMS_GRADE_MAJOR, "a statement that has not the form of one",
	 "It cannot be read, or lacks what every statement has.", false},
	{"statement-record", SMS_GRADE_MAJOR, "a statement about another record, or none",
	 "The statement says that it is about another record than its folder does, or there is no such record.", false},
	{"statement-repository", SMS_GRADE_MAJOR, "a statement of another repository",
	 "It names the first commit of another repository: it was copied from there.", false},
	{"statement-content", SMS_GRADE_MAJOR, "a statement about content that is not there",
	 "The content of the record, in the commit that brought the statement in, is not what the statement is"
	 " about. The statement is for another content, or the content was changed under it. Where the same "
	 "commit brought a later statement about what is there, this is an observation.",
	 false},
	{"statement-signature", SMS_GRADE_MAJOR, "a signature that is not good",
	 "The rules ask for a signature and there is none, or the one that is there was not made over these "
	 "bytes, for this use, by a key of the signer that was good then.",
	 false},
	{"statement-role", SMS_GRADE_MAJOR, "the signer did not hold the role",
	 "By the assignments of the commit that brought the statement in, and by those of today, the signer "
	 "did not hold the role at that time.",
	 false},
	{"statement-independence", SMS_GRADE_MAJOR, "the signer wrote what was approved",
	 "The rule asks for somebody who did not change the content.", false},
	{"statement-rules", SMS_GRADE_MAJOR, "a statement under rules that were not in force",
	 "It names the digest of approval rules other than those of the commit that brought it in: made under "
	 "older rules, or for others.",
	 false},
	{"role-granted-with", SMS_GRADE_MAJOR, "a role that came with the statement that uses it",
	 "The assignment and the statement by which the role is used came in one commit, so nobody could look "
	 "at the one before the other.",
	 false},
	{"key-added-with", SMS_GRADE_MAJOR, "a key that came with the statement it signs",
	 "The line of allowed_signers and the signature came in one commit, so nobody could look at the one "
	 "before the other.",
	 false},
	{"key-revived", SMS_GRADE_MAJOR, "a key that had ended may sign again",
	 "The end of its use in allowed_signers had come, and was taken out or put off. Who needs a key again "
	 "makes a new one.",
	 false},
	{"rules-weakened", SMS_GRADE_MAJOR, "approval rules or limits became weaker and nobody approved that",
	 "A rule went, or asks for less than before, or a limit was raised by which entries are named as late or "
	 "many, and no approved record names the digest of the new rules or limits."
	 " To approve them: write the digest into the text of a document or change and have that approved.",
	 false},
	{"settings-unreadable", SMS_GRADE_MAJOR, "settings or types that cannot be used",
	 "sms.json or a file of types/ was no good in this commit, so that nobody can say what its rules were.", false},
	/* What was seen before. */
	{"pin-history", SMS_GRADE_MAJOR, "what was seen before is not there any more",
	 "The history does not go on from where the last verification ended: it was rewritten.", false},
	{"pin-repository", SMS_GRADE_MAJOR, "the pin is of another repository",
	 "The first commit is not the one that was seen before.", false},
	{"pin-statements", SMS_GRADE_MAJOR, "the statements that were seen before are not the same",
	 "The commit that was seen is there, and what it holds has another digest or number than remembered.", false},
	/* Not wrong, but to be known. */
	{"late-entry", SMS_GRADE_OBSERVATION, "entries made long after what they tell of",
	 "The log tells of times well before the commit: by more than limits.backdating of the settings, or --late. "
	 "Imports do that; so does whoever adds what should "
	 "have been there.",
	 false},
	{"bulk-entry", SMS_GRADE_OBSERVATION, "many records changed in one commit",
	 "More than limits.bulk_commit_records of the settings, or --bulk: an import, or a hand that was busy. Look at "
	 "what it did.",
	 false},
	{"author-differs", SMS_GRADE_OBSERVATION, "entries name somebody other than the author",
	 "The log says who did it, and the commit says who wrote it down.", false},
	{"committer-differs", SMS_GRADE_OBSERVATION, "two persons behind one commit",
	 "Author and committer are different persons on record. A rebase or a merge does that; so does whoever"
	 " writes in another's name.",
	 false},
	{"commit-key-unknown", SMS_GRADE_OBSERVATION, "a commit signed with a key that nobody vouches for",
	 "The key of the commit's SSH signature is in no usable line of allowed_signers at that commit.", false},
	{"rules-changed", SMS_GRADE_OBSERVATION, "approval rules were changed",
	 "With the digest of the new ones, and who approved them where an approved record names that digest.", false},
	{"settings-changed", SMS_GRADE_OBSERVATION, "settings, types or audit rules were changed",
	 "What counts as content, as a final state or as evidence may have changed with them.", false},
	{"key-changed", SMS_GRADE_OBSERVATION, "allowed_signers was changed",
	 "Whoever decides which keys are whose decides which approvals are good.", false},
	{"key-self-added", SMS_GRADE_OBSERVATION, "a key was added by the person whose it is",
	 "Nobody else vouches for it in this commit. A merge by somebody else does; so does a printed "
	 "fingerprint.",
	 false},
	{"signers-line", SMS_GRADE_OBSERVATION, "a line of allowed_signers that counts for nothing",
	 "It has a pattern, an authority, a date without zone or the like, which sms does not guess at.", false},
	{"role-self-granted", SMS_GRADE_OBSERVATION, "a role was assigned by the person who gets it",
	 "The author of the commit is the person of the new assignment.", false},
	{"statement-with-content", SMS_GRADE_OBSERVATION, "content and its approval came in one commit",
	 "A squashed merge does that. Without one, the approver cannot have seen the content in the history.", false},
	{"statement-late", SMS_GRADE_OBSERVATION, "a statement that came in long after it was made",
	 "It was made on a branch that was merged much later, or it is dated back.", false},
	{"statement-unneeded", SMS_GRADE_OBSERVATION, "an approval that no rule asks for", "It counts for nothing.",
	 false},
	{"statement-early", SMS_GRADE_OBSERVATION, "an approval before its turn",
	 "Another rule comes first in the order, and was not met. It counts for nothing.", false},
	{"revision-open", SMS_GRADE_OBSERVATION, "approved content is being revised",
	 "The record is in a state in which approval is waited for, and its content is not the one that was "
	 "approved.",
	 false},
	{"record-form", SMS_GRADE_OBSERVATION, "a record that is not in canonical form",
	 "Its bytes changed though its content did not, or nobody ran sms fmt after an edit by hand.", false},
	/* Nobody can say. */
	{"shallow-clone", SMS_GRADE_MAJOR, "the beginning of the history is not there",
	 "git fetch --unshallow brings it. What is there was verified, from the commits that are named on; what those "
	 "hold is taken as it is, no statement is judged, and no pin is compared.",
	 true},
	{"partial-clone", SMS_GRADE_MAJOR, "objects of the history are not there",
	 "git fetch --refetch --no-filter brings them. Nothing was verified.", true},
	{"replace-refs", SMS_GRADE_MAJOR, "git shows other objects than are there",
	 "sms reads what was replaced, git what replaces it; git replace --list names them.", true},
	{"grafts", SMS_GRADE_MAJOR, "git shows other parents than commits have",
	 "sms reads the true ones; the file .git/info/grafts names them.", true},
	{"alternates", SMS_GRADE_MAJOR, "objects lie in another repository",
	 "They can go or change without this one. git repack -ad, and the file .git/objects/info/alternates "
	 "removed, brings them here.",
	 true},
	{0},
};
