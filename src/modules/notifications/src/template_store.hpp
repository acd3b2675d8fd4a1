#pragma once

#include "notifications/templates.hpp"
#include "platform/db/database.hpp"
#include "templates.hpp"

namespace kontor::notifications::store {

// What staff has written, the newest of each kind and locale.
Sources edited_templates(platform::Reader& reader);
// Locks until the commit: one change at a time.
void add_revision(platform::Tx& tx, const TemplateRevisionId& id, const std::string& kind,
                  const std::string& locale, const std::optional<TemplateParts>& parts,
                  const std::optional<auth::UserId>& by, platform::Time now);
std::vector<TemplateRevision> revisions(platform::Reader& reader, const std::string& kind,
                                        const std::string& locale);

}  // namespace kontor::notifications::store

namespace kontor::notifications {

Sources sources_of(const std::string& kind, const std::string& locale, const TemplateParts& parts);

}  // namespace kontor::notifications
