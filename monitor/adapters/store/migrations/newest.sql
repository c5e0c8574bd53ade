CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	what TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at BIGINT NOT NULL
, origin TEXT DEFAULT '' NOT NULL);
CREATE INDEX ix_audit_at ON audit (at);
CREATE TABLE digest (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	period VARCHAR NOT NULL, 
	from_at BIGINT NOT NULL, 
	to_at BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT uq_digest_name_period UNIQUE (name, period)
);
CREATE INDEX ix_digest_name_to_at ON digest (name, to_at);
CREATE TABLE "key_value" (
	name VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_kept PRIMARY KEY (name)
)
 WITHOUT ROWID

;
CREATE TABLE refusals (
	from_at BIGINT NOT NULL, 
	refused BIGINT NOT NULL, 
	CONSTRAINT pk_refusals PRIMARY KEY (from_at)
)
 WITHOUT ROWID

;
CREATE TABLE source (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	canonical TEXT NOT NULL, 
	configured_url TEXT NOT NULL, 
	url TEXT NOT NULL, 
	kind VARCHAR NOT NULL, 
	title TEXT NOT NULL, 
	learnt_title TEXT NOT NULL, 
	lang VARCHAR NOT NULL, 
	learnt_lang TEXT NOT NULL, 
	timezone VARCHAR NOT NULL, 
	tier VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	state_before VARCHAR NOT NULL, 
	removed_at BIGINT, 
	health VARCHAR NOT NULL, 
	error TEXT NOT NULL, 
	failing_since BIGINT, 
	failures INTEGER NOT NULL, 
	etag TEXT NOT NULL, 
	last_modified TEXT NOT NULL, 
	validators_at BIGINT, 
	body_hash VARCHAR NOT NULL, 
	moved_target TEXT NOT NULL, 
	moved_count INTEGER NOT NULL, 
	moved_at BIGINT, 
	next_due_at BIGINT NOT NULL, 
	due_reason TEXT NOT NULL, 
	claimed_until BIGINT, 
	last_polled_at BIGINT, 
	last_success_at BIGINT, 
	first_success_at BIGINT, 
	posting_rate TEXT NOT NULL, 
	hub TEXT NOT NULL, 
	feed_shape TEXT NOT NULL, 
	created_at BIGINT NOT NULL, hub_topic TEXT DEFAULT '' NOT NULL, claim INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT uq_source_canonical UNIQUE (canonical)
);
CREATE INDEX ix_source_state_next_due_at ON source (state, next_due_at);
CREATE TABLE story (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	title TEXT NOT NULL, 
	url TEXT NOT NULL, 
	lang TEXT NOT NULL, 
	snippet TEXT NOT NULL, 
	highlights JSON NOT NULL, 
	score FLOAT NOT NULL, 
	topics JSON NOT NULL, 
	signals JSON NOT NULL, 
	first_seen_at BIGINT NOT NULL, 
	last_seen_at BIGINT NOT NULL, 
	follows BIGINT, 
	merged_into BIGINT, 
	created_at BIGINT NOT NULL, merged_reports JSON, 
	CONSTRAINT fk_story_follows FOREIGN KEY(follows) REFERENCES story (id) ON DELETE SET NULL, 
	CONSTRAINT fk_story_merged_into FOREIGN KEY(merged_into) REFERENCES story (id) ON DELETE CASCADE
);
CREATE INDEX ix_story_follows ON story (follows);
CREATE INDEX ix_story_last_seen_at ON story (last_seen_at);
CREATE TABLE apart (
	story_id BIGINT NOT NULL, 
	other_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_apart PRIMARY KEY (story_id, other_id), 
	CONSTRAINT fk_apart_other_id FOREIGN KEY(other_id) REFERENCES story (id) ON DELETE CASCADE, 
	CONSTRAINT fk_apart_story_id FOREIGN KEY(story_id) REFERENCES story (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE INDEX ix_apart_other_id ON apart (other_id);
CREATE TABLE delivery (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject TEXT NOT NULL, 
	channel VARCHAR NOT NULL, 
	recipient TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	digest_id BIGINT, 
	attempts INTEGER NOT NULL, 
	parts_sent INTEGER NOT NULL, 
	send_at BIGINT NOT NULL, 
	claimed_until BIGINT, 
	first_attempt_at BIGINT, 
	provider_code TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	possible_repeat BOOLEAN NOT NULL, 
	sent_at BIGINT, 
	changed_at BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	severity VARCHAR NOT NULL, 
	topic VARCHAR NOT NULL, grouping TEXT DEFAULT '' NOT NULL, grouped_into BIGINT, topics JSON DEFAULT '[]' NOT NULL, payload JSON, is_manual BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT fk_delivery_digest_id FOREIGN KEY(digest_id) REFERENCES digest (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_delivery_key UNIQUE ("key")
);
CREATE INDEX ix_delivery_changed_at_state ON delivery (changed_at, state);
CREATE INDEX ix_delivery_channel_created_at ON delivery (channel, created_at);
CREATE INDEX ix_delivery_created_at ON delivery (created_at);
CREATE INDEX ix_delivery_digest_id ON delivery (digest_id);
CREATE INDEX ix_delivery_state_created_at ON delivery (state, created_at);
CREATE INDEX ix_delivery_state_send_at ON delivery (state, send_at);
CREATE TABLE entry (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	source_id BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	url TEXT NOT NULL, 
	canonical TEXT NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	author TEXT NOT NULL, 
	published_at BIGINT, 
	trust VARCHAR NOT NULL, 
	precision VARCHAR NOT NULL, 
	first_seen_at BIGINT NOT NULL, 
	edited_at BIGINT, 
	content_hash VARCHAR NOT NULL, 
	lang TEXT NOT NULL, 
	first_sight BOOLEAN NOT NULL, 
	CONSTRAINT fk_entry_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
);
CREATE INDEX ix_entry_canonical ON entry (canonical);
CREATE INDEX ix_entry_first_seen_at ON entry (first_seen_at);
CREATE INDEX ix_entry_source_id_first_seen_at_published_at ON entry (source_id, first_seen_at, published_at);
CREATE TABLE fact (
	story_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	surface TEXT NOT NULL, 
	reported_at BIGINT NOT NULL, 
	CONSTRAINT pk_fact PRIMARY KEY (story_id, kind, value), 
	CONSTRAINT fk_fact_story_id FOREIGN KEY(story_id) REFERENCES story (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE story_topic (
	story_id BIGINT NOT NULL, 
	topic VARCHAR NOT NULL, 
	last_seen_at BIGINT NOT NULL, 
	CONSTRAINT pk_story_topic PRIMARY KEY (story_id, topic), 
	CONSTRAINT fk_story_topic_story_id FOREIGN KEY(story_id) REFERENCES story (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE INDEX ix_story_topic_topic_last_seen_at ON story_topic (topic, last_seen_at);
CREATE TABLE delivery_story (
	delivery_id BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	story_id BIGINT NOT NULL, 
	CONSTRAINT pk_delivery_story PRIMARY KEY (delivery_id, position), 
	CONSTRAINT fk_delivery_story_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE INDEX ix_delivery_story_story_id_delivery_id ON delivery_story (story_id, delivery_id);
CREATE TABLE entry_change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	entry_id BIGINT NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	url TEXT NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	replaced_at BIGINT NOT NULL, 
	CONSTRAINT fk_entry_change_entry_id FOREIGN KEY(entry_id) REFERENCES entry (id) ON DELETE CASCADE
);
CREATE INDEX ix_entry_change_entry_id ON entry_change (entry_id);
CREATE TABLE mention (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	entry_id BIGINT NOT NULL, 
	section_key TEXT NOT NULL, 
	topic VARCHAR NOT NULL, 
	story_id BIGINT NOT NULL, 
	section INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	surface TEXT NOT NULL, 
	snippet TEXT NOT NULL, 
	highlights JSON NOT NULL, 
	score FLOAT NOT NULL, 
	signals JSON NOT NULL, 
	reason TEXT NOT NULL, 
	spans JSON NOT NULL, 
	evidence JSON NOT NULL, 
	seen_at BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, source_id BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT fk_mention_entry_id FOREIGN KEY(entry_id) REFERENCES entry (id) ON DELETE CASCADE, 
	CONSTRAINT fk_mention_story_id FOREIGN KEY(story_id) REFERENCES story (id) ON DELETE CASCADE, 
	CONSTRAINT uq_mention_entry_id_section_key_topic UNIQUE (entry_id, section_key, topic)
);
CREATE INDEX ix_mention_created_at ON mention (created_at);
CREATE INDEX ix_mention_seen_at ON mention (seen_at);
CREATE INDEX ix_mention_status_created_at ON mention (status, created_at);
CREATE INDEX ix_mention_story_id ON mention (story_id);
CREATE INDEX ix_mention_topic_created_at ON mention (topic, created_at);
CREATE TABLE report (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	story_id BIGINT NOT NULL, 
	entry_id BIGINT NOT NULL, 
	section INTEGER NOT NULL, 
	place TEXT NOT NULL, 
	title TEXT NOT NULL, 
	url TEXT NOT NULL, 
	source TEXT NOT NULL, 
	tier VARCHAR NOT NULL, 
	lang TEXT NOT NULL, 
	topics JSON NOT NULL, 
	signals JSON NOT NULL, 
	surfaces JSON NOT NULL, 
	snippet TEXT NOT NULL, 
	highlights JSON NOT NULL, 
	score FLOAT NOT NULL, 
	published_at BIGINT, 
	precision VARCHAR NOT NULL, 
	seen_at BIGINT NOT NULL, 
	digest BOOLEAN NOT NULL, 
	duplicate BOOLEAN NOT NULL, 
	why TEXT NOT NULL, 
	features JSON NOT NULL, 
	created_at BIGINT NOT NULL, compared_mark BIGINT, 
	CONSTRAINT fk_report_entry_id FOREIGN KEY(entry_id) REFERENCES entry (id) ON DELETE CASCADE, 
	CONSTRAINT fk_report_story_id FOREIGN KEY(story_id) REFERENCES story (id) ON DELETE CASCADE, 
	CONSTRAINT uq_report_entry_id_place UNIQUE (entry_id, place)
);
CREATE INDEX ix_report_story_id ON report (story_id);
CREATE TABLE seen_key (
	source_id BIGINT NOT NULL, 
	"key" BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	entry_id BIGINT, 
	content_hash VARCHAR NOT NULL, 
	seen_at BIGINT NOT NULL, 
	CONSTRAINT pk_seen_key PRIMARY KEY (source_id, "key"), 
	CONSTRAINT fk_seen_key_entry_id FOREIGN KEY(entry_id) REFERENCES entry (id) ON DELETE SET NULL, 
	CONSTRAINT fk_seen_key_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE INDEX ix_seen_key_entry_id ON seen_key (entry_id);
CREATE TABLE report_key (
	"key" BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	report_id BIGINT NOT NULL, 
	CONSTRAINT pk_report_key PRIMARY KEY ("key", at, report_id), 
	CONSTRAINT fk_report_key_report_id FOREIGN KEY(report_id) REFERENCES report (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE INDEX ix_report_key_report_id ON report_key (report_id);
CREATE INDEX ix_delivery_channel_state_id ON delivery (channel, state, id);
CREATE TABLE verdict (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	story_id BIGINT NOT NULL, 
	topic VARCHAR NOT NULL, 
	judgement VARCHAR NOT NULL, 
	word TEXT NOT NULL, 
	title TEXT NOT NULL, 
	sentence TEXT NOT NULL, 
	highlights JSON NOT NULL, 
	mentions JSON NOT NULL, 
	delivery_id BIGINT, 
	ticket VARCHAR NOT NULL, 
	who TEXT NOT NULL, 
	at BIGINT NOT NULL
);
CREATE INDEX ix_verdict_story_id_topic ON verdict (story_id, topic);
CREATE INDEX ix_verdict_ticket ON verdict (ticket);
CREATE TABLE proposal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	verdict_id BIGINT NOT NULL, 
	topic VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	alias TEXT NOT NULL, 
	words JSON NOT NULL, 
	effect JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	decided_at BIGINT, 
	decided_by TEXT NOT NULL, 
	CONSTRAINT fk_proposal_verdict_id FOREIGN KEY(verdict_id) REFERENCES verdict (id) ON DELETE CASCADE
);
CREATE INDEX ix_proposal_verdict_id ON proposal (verdict_id);
CREATE INDEX ix_source_hub ON source (hub);
CREATE TABLE subscription (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	source_id BIGINT NOT NULL, 
	hub TEXT NOT NULL, 
	topic TEXT NOT NULL, 
	token VARCHAR NOT NULL, 
	callback TEXT NOT NULL, 
	secret VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	next_at BIGINT NOT NULL, 
	failures INTEGER NOT NULL, 
	verified_at BIGINT, 
	lease_until BIGINT, 
	pushed_at BIGINT, 
	pushes INTEGER NOT NULL, 
	dropped INTEGER NOT NULL, 
	news_at BIGINT, 
	looks INTEGER NOT NULL, 
	unpushed_at BIGINT, 
	record VARCHAR NOT NULL, 
	CONSTRAINT fk_subscription_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE, 
	CONSTRAINT uq_subscription_token UNIQUE (token)
);
CREATE INDEX ix_subscription_next_at ON subscription (next_at);
CREATE INDEX ix_subscription_source_id ON subscription (source_id);
CREATE TABLE "ai_summary" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	story_id BIGINT NOT NULL, 
	language VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	basis JSON NOT NULL, 
	why TEXT NOT NULL, 
	characters INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT fk_gist_story_id FOREIGN KEY(story_id) REFERENCES story (id) ON DELETE CASCADE
);
CREATE TABLE source_reading (
	source_id BIGINT NOT NULL, 
	rules VARCHAR DEFAULT '' NOT NULL, 
	page_text TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_source_reading PRIMARY KEY (source_id), 
	CONSTRAINT fk_source_reading_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
);
CREATE TABLE polling_budget (
	id INTEGER NOT NULL, 
	solved FLOAT NOT NULL, 
	correction FLOAT NOT NULL, 
	spent JSON NOT NULL, 
	usual FLOAT NOT NULL, 
	solved_at BIGINT, 
	CONSTRAINT pk_polling_budget PRIMARY KEY (id)
);
CREATE TABLE topic_rules (
	topic VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_topic_rules PRIMARY KEY (topic)
);
CREATE TABLE topic_mute (
	topic VARCHAR NOT NULL, 
	until BIGINT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_topic_mute PRIMARY KEY (topic)
);
CREATE INDEX ix_delivery_grouped_into ON delivery (grouped_into);
CREATE INDEX ix_delivery_waiting ON delivery (channel, send_at) WHERE state IN ('pending', 'deferred') AND grouped_into IS NULL;
CREATE INDEX ix_delivery_channel_sent_at_recipient_grouping ON delivery (channel, sent_at, recipient, grouping);
CREATE TABLE delivery_fact (
	delivery_id BIGINT NOT NULL, 
	story_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_delivery_fact PRIMARY KEY (delivery_id, story_id, kind, value), 
	CONSTRAINT fk_delivery_fact_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE INDEX ix_delivery_fact_story_id_delivery_id ON delivery_fact (story_id, delivery_id);
CREATE TABLE delivery_part (
	delivery_id BIGINT NOT NULL, 
	marked BOOLEAN NOT NULL, 
	number INTEGER NOT NULL, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	html TEXT NOT NULL, 
	payload JSON NOT NULL, 
	images JSON NOT NULL, 
	items_sent INTEGER NOT NULL, 
	CONSTRAINT pk_delivery_part PRIMARY KEY (delivery_id, marked, number), 
	CONSTRAINT fk_delivery_part_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id) ON DELETE CASCADE
);
CREATE TABLE channel_state (
	channel VARCHAR NOT NULL, 
	stopped_at BIGINT, 
	stop_reason TEXT DEFAULT '' NOT NULL, 
	stop_settings VARCHAR DEFAULT '' NOT NULL, 
	paused_until BIGINT, 
	send_times JSON NOT NULL, 
	CONSTRAINT pk_channel_state PRIMARY KEY (channel)
);
CREATE TABLE channel_cooldown (
	channel VARCHAR NOT NULL, 
	recipient TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	since BIGINT NOT NULL, 
	until BIGINT NOT NULL, 
	failed_at BIGINT NOT NULL, 
	CONSTRAINT pk_channel_cooldown PRIMARY KEY (channel, recipient)
);
CREATE TABLE channel_storm (
	channel VARCHAR NOT NULL, 
	recipient TEXT NOT NULL, 
	route VARCHAR NOT NULL, 
	last_sent_at BIGINT NOT NULL, 
	CONSTRAINT pk_channel_storm PRIMARY KEY (channel, recipient, route)
);
CREATE TABLE digest_window (
	name VARCHAR NOT NULL, 
	known_since BIGINT NOT NULL, 
	passed_at BIGINT, 
	CONSTRAINT pk_digest_window PRIMARY KEY (name)
);
CREATE TABLE summary_cooldown (
	settings VARCHAR NOT NULL, 
	failures INTEGER NOT NULL, 
	until BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_summary_cooldown PRIMARY KEY (settings)
);
CREATE INDEX ix_ai_summary_story_id_language ON ai_summary (story_id, language);
CREATE INDEX ix_ai_summary_created_at ON ai_summary (created_at);
CREATE VIRTUAL TABLE search_entry USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE search_progress (
	id INTEGER NOT NULL, 
	folding INTEGER NOT NULL, 
	entry_id BIGINT NOT NULL, 
	change_id BIGINT NOT NULL, 
	CONSTRAINT pk_search_progress PRIMARY KEY (id)
);
CREATE TABLE web_session (
	token_hash VARCHAR NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	agent TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_web_session PRIMARY KEY (token_hash)
)
 WITHOUT ROWID

;
CREATE TABLE host_turn (
	place TEXT NOT NULL, 
	asked_at BIGINT NOT NULL, 
	CONSTRAINT pk_host_turn PRIMARY KEY (place)
);
CREATE INDEX ix_host_turn_asked_at ON host_turn (asked_at);
CREATE TABLE access_token (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	scope VARCHAR NOT NULL, 
	token_hash VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by TEXT NOT NULL, 
	CONSTRAINT uq_access_token_name UNIQUE (name), 
	CONSTRAINT uq_access_token_token_hash UNIQUE (token_hash)
);
CREATE INDEX ix_mention_topic_seen_at_source_id_entry_id ON mention (topic, seen_at, source_id, entry_id);
CREATE INDEX ix_story_merged_into ON story (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ix_digest_to_at ON digest (to_at);
CREATE INDEX ix_report_id_story_id_compared_mark ON report (id, story_id, compared_mark);
INSERT INTO alembic_version VALUES('0017');
