"""Fields with free content that say nothing about a person: words of the office, states, hashes,
keys of ours, actors as `kind:id`. A new field is named here or in replication/personal.py."""

NOT_PERSONAL = """
api.ApiKey: name scopes token_hash hint
api.Callback: last_error
api.Endpoint: url events sealed former_sealed
api.Happened: name uid
api.KeptCall: name digest location
api.Rehearsal: reference
api.SentNotice: reference problem
audiences.Audience: name selection
channels.Account: name settings external_id problem
channels.Credential: sealed
channels.Incoming: key reference taken_by
channels.Price: set_by
channels.Quota: name period
channels.RawEvent: kind
channels.Template: external_id name reason quality tag parameters filled_from preview_url
    answers_from dossiers_from
circles.Circle: name
circles.CircleDevice: token_hash
circles.CircleMember: invite_hash
circles.CircleNotice: title text return_reason withdrawn_why
circles.CircleWord: channel
core.AuditEvent: actor_kind actor_id verb subject_kind subject_id before after request
core.Heartbeat: worker kind
core.PeriodicRun: name
counter.Appointment: code key
counter.Assist: taught
counter.Campaign: name benefit
counter.DeskKey: name token_hash
counter.DeskName: name agency
counter.DeskWindow: name kinds
counter.Dossier: number key procedure_code procedure_name sector term_unit handled_by
counter.DossierBatch: file_name file_hash fault source headings columns counts created_by
    applied_by
counter.DossierMessage: fault
counter.DossierPaper: name
counter.DossierRow: column reason
counter.DossierSource: kind settings problem
counter.DossierStep: source
counter.HelpKind: letter name
counter.Taught: skill
counter.Ticket: code key
dispatch.Bucket: name
dispatch.Chunk: worker
dispatch.Delivery: reference error key
dispatch.Diversion: why
dispatch.EarlyReceipt: reference state
dispatch.Job: key link image problem prefix
dispatch.Part: reference whole state error
inbox.Conversation: language
inbox.Forwarding: body how
inbox.Message: key fault
inbox.Question: tracking language
inbox.Topic: name words
inbox.Wording: name text
links.Link: code path place
links.Poster: about title printed place language
notices.Audio: wanted source file languages problem
notices.Notice: selection answers withdrawn_why
notices.NoticeVersion: title text for_whom place bring correction typed reject_reason
    review_note
notices.Paper: issuer number file file_name
notices.Recording: language source upload audio problem
notices.Recurrence: name rule title text fields selection problem
notices.Rendition: language title text source
notices.Template: name title text fields
outreach.AlertFeed: name url problem seen
outreach.Budget: month set_by
outreach.Bulletin: title where
outreach.CallPhoto: actor
outreach.Counter: levels channels
outreach.Drill: started_by
outreach.Emergency: urgency severity certainty quiet_why
outreach.Evidence: actor key
outreach.Grant: why
outreach.IncomingAlert: identifier sender status kind event headline areas
outreach.Playing: why
outreach.Purse: name
outreach.Relay: text photo
outreach.Reminder: what begins channel
outreach.Reply: actor
outreach.Route: purpose why overruled_by
outreach.Sheet: place
outreach.Speaker: name token_hash
outreach.Standing: channel
outreach.Taking: kind key month by
outreach.Task: kind text done_note
outreach.Thanks: deed words
outreach.Visit: why
people.Consent: purpose wording channel
people.Device: token_hash
people.Group: name platform invite_link steps_done
people.Handover: moved steps steps_done
people.ImportBatch: file_name file_hash fault counts report created_by
people.ImportRow: sheet column
people.Invitation: token_hash created_by
people.JoinAsk: source
people.Membership: source
people.OaGroup: external_id asset name link problem deletes_on valid_through
people.StaffWay: test_hash
people.StagedContact: kind
places.Holiday: name
places.Lineage: basis
places.Locality: slug name issuer time_zone phone address loudspeaker_hours
places.Neighbourhood: name
places.ServiceCentre: name url
places.Succession: basis
places.Unit: code name source
procedures.CatalogueBatch: file_name file_hash fault counts report created_by
procedures.CatalogueRow: sheet column reason code name digest content
procedures.Paper: case name form_name form_url
procedures.Procedure: code name level sector audience
procedures.ProcedureVersion: name level sector audience steps conditions result legal_basis
    decision agency source_url details unclear digest written_by
procedures.Saying: said means created_by
procedures.Way: time_text fee_text note
replication.AppliedItem: theme key digest here
replication.AppliedPlaybook: name version title licence made_from about counts applied_by
replication.DataExport: file
replication.FirstRun: steps
replication.Merger: decision slug issuer made_by seen done_by undone_by before after
replication.FromProvince: title text why_not
replication.Issued: title text audience place bring number file file_name
replication.IssuedTo: why_not problem
replication.MergerDecision: about choice by
replication.MergerMove: model ids rewritten
replication.MergerParty: places agreed_by
replication.PlanItem: theme key content
replication.PlaybookFile: name file
replication.Push: code name content
replication.WardDay: counts places story
replication.WardStory: text
rosters.Feed: token_hash
rosters.Pattern: name
rosters.Swap: words
rosters.Team: name body
rosters.TeamMember: skills languages
"""
