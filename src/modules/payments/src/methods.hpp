#pragma once

#include "payments/methods.hpp"
#include "payments/module.hpp"
#include "vault.hpp"

#include <map>
#include <memory>

namespace kontor::payments {

class MethodService final : public PaymentMethods {
public:
    MethodService(platform::Database& database, const platform::Clock& clock, const Config& config,
                  const platform::Sealer& sealer);

    platform::Result<PaymentMethod> keep(const auth::UserId& customer,
                                         const NewPaymentMethod& method) override;
    std::vector<PaymentMethod> methods_of(const auth::UserId& customer) override;
    platform::Result<> forget(const auth::UserId& customer, const PaymentMethodId& id) override;
    void work_off() override;

private:
    struct Forgotten;

    Vault* find_vault(const std::string& provider) const;
    platform::Result<Vault*> vault_for(const NewPaymentMethod& method) const;
    platform::Result<std::string> payer_of(const auth::UserId& customer,
                                           const std::string& provider, Vault& vault);
    // Nothing where the customer keeps as many as may be.
    std::optional<PaymentMethod> add(const auth::UserId& customer, const NewPaymentMethod& method,
                                     const std::string& payer);
    void tell(const Forgotten& method);

    platform::Database& database_;
    const platform::Clock& clock_;
    const platform::Sealer& sealer_;
    std::map<std::string, std::unique_ptr<Vault>, std::less<>> vaults_;
};

}  // namespace kontor::payments
