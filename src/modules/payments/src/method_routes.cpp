#include "payments/methods.hpp"
#include "payments/module.hpp"

namespace kontor::payments {

using platform::Result;
using namespace platform::http;

namespace {

struct MethodPath {
    PaymentMethodId method;
};
BOOST_DESCRIBE_STRUCT(MethodPath, (), (method))

Route method_route(Method method, const std::string& path, std::string operation,
                   std::string summary) {
    return Route(method, "/v1/me/payment-methods" + path, std::move(operation), std::move(summary))
        .by(Access::customer())
        .personally()
        .tag("Payments");
}

auth::UserId customer_of(const Caller& caller) {
    return auth::UserId(*caller.user);
}

}  // namespace

void add_method_routes(Router& router, PaymentMethods& methods) {
    router.add(method_route(Method::get, "", "list_payment_methods",
                            "The means of payment that the customer keeps, newest first"),
               [&methods](const Call<>& call) -> Result<Page<PaymentMethod>> {
                   Page<PaymentMethod> page;
                   page.data = methods.methods_of(customer_of(call.caller));
                   return page;
               });
    router.add(method_route(Method::post, "", "keep_payment_method",
                            "Keeps a means of payment for later purchases")
                   .describe("By the provider's reference only. What looks like the number of a "
                             "card is refused.")
                   .may_answer(409, "payments.too_many_methods")
                   .remote(),
               [&methods](const Call<Nothing, NewPaymentMethod>& call) {
                   return created(methods.keep(customer_of(call.caller), call.body));
               });
    router.add(method_route(Method::del, "/{method}", "forget_payment_method",
                            "Forgets a means of payment, here and at the provider")
                   .remote(),
               [&methods](const Call<MethodPath>& call) -> Result<Answer<204>> {
                   const auto forgotten =
                       methods.forget(customer_of(call.caller), call.path.method);
                   if (!forgotten) return forgotten.error();
                   return Answer<204>{};
               });
}

}  // namespace kontor::payments
