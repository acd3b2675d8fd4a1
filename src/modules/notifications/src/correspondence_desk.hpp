#pragma once

#include "correspondence_store.hpp"
#include "notifications/module.hpp"

namespace kontor::notifications {

class CorrespondenceDesk final : public Correspondence {
public:
    CorrespondenceDesk(platform::Database& database, const platform::Clock& clock,
                       const Informants& informants, const Shop& shop, const Config& config);

    platform::Result<Preferences> preferences(const auth::UserId& customer) override;
    platform::Result<Preferences> change(const auth::UserId& customer,
                                         const PreferenceChange& change) override;
    platform::Result<Subscription> subscription(const std::string& token) override;
    platform::Result<Subscription> unsubscribe(
        const std::string& token, const customers::Circumstances& circumstances) override;
    std::string unsubscribe_url(const Subscription& subscription) override;
    platform::Result<> tell_when_back(const catalog::VariantId& variant,
                                      const platform::EmailAddress& email,
                                      const std::optional<auth::UserId>& customer,
                                      const std::string& locale) override;
    std::int64_t forget_old_questions() override;

private:
    bool consents(const auth::UserId& customer);
    platform::Result<> unsubscribe(const auth::UserId& customer, const std::string& kind,
                                   const customers::Circumstances& circumstances);
    Preferences view_of(const store::PreferenceRow& row, bool consents) const;

    platform::Database& database_;
    const platform::Clock& clock_;
    const Informants informants_;
    const platform::Currency currency_;
    const std::string shop_url_;
    const std::string key_;
};

}  // namespace kontor::notifications
