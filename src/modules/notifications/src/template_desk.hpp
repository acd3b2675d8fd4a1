#pragma once

#include "notifications/module.hpp"
#include "platform/core/latest.hpp"
#include "templates.hpp"

namespace kontor::notifications {

class TemplateDesk final : public MessageTemplates {
public:
    TemplateDesk(platform::Database& database, platform::EventLog& events,
                 const platform::Clock& clock, orders::Orders& orders, const Shop& shop,
                 const Config& config);

    std::vector<TemplateKind> kinds() override;
    platform::Result<MessageTemplate> in_force(const std::string& kind,
                                               const platform::LanguageTag& locale) override;
    platform::Result<std::vector<TemplateRevision>> history(
        const std::string& kind, const platform::LanguageTag& locale) override;
    platform::Result<MessageTemplate> edit(const std::string& kind,
                                           const platform::LanguageTag& locale,
                                           const TemplateParts& parts,
                                           const std::optional<auth::UserId>& by) override;
    platform::Result<> reset(const std::string& kind, const platform::LanguageTag& locale,
                             const std::optional<auth::UserId>& by) override;
    platform::Result<Preview> preview(const std::string& kind,
                                      const std::optional<platform::LanguageTag>& locale,
                                      const std::optional<std::string>& order,
                                      const TemplateParts& parts) override;
    std::optional<Letter> write(const std::string& kind, Channel channel, const std::string& locale,
                                const Values& values) override;
    void look_again() override { edited_.forget(); }

private:
    // With what staff has written, as far as this process has been told.
    Templates& current();
    platform::Result<Values> preview_values(const std::string& kind,
                                            const std::optional<std::string>& order);
    void add_revision(const std::string& kind, const std::string& locale,
                      const std::optional<TemplateParts>& parts,
                      const std::optional<auth::UserId>& by);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    orders::Orders& orders_;
    const Config config_;
    Templates templates_;
    platform::Latest<Sources> edited_;
};

}  // namespace kontor::notifications
