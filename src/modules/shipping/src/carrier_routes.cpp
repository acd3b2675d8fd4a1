#include "labels.hpp"
#include "return_labels.hpp"
#include "routes.hpp"
#include "shipping/view.hpp"
#include "store.hpp"
#include "texts.hpp"
#include "tracking.hpp"

namespace kontor::shipping {

using platform::Result;
using namespace platform::http;

namespace {

struct WebhookPath {
    std::string carrier;
};
BOOST_DESCRIBE_STRUCT(WebhookPath, (), (carrier))

struct TokenPath {
    std::string token;
};
BOOST_DESCRIBE_STRUCT(TokenPath, (), (token))

struct WebhookTaken {
    bool received = true;
};
BOOST_DESCRIBE_STRUCT(WebhookTaken, (), (received))

struct LabelBody {
    platform::Text<1, 120> carrier;
    std::optional<platform::Text<1, 120>> service;
    std::optional<platform::Whole<1, 10'000'000>> weight_grams;
};
BOOST_DESCRIBE_STRUCT(LabelBody, (), (carrier, service, weight_grams))

std::string header(const Request& request, std::string_view name) {
    return std::string(find_header(request.headers, name).value_or(""));
}

LabelWish wish_of(const LabelBody& body) {
    LabelWish wish{body.carrier, text_of(body.service), {}};
    if (body.weight_grams) wish.weight_grams = body.weight_grams->value();
    return wish;
}

Result<Response> file_of(Result<LabelFile> file) {
    if (!file) return file.error();
    auto etag = etag_of(file->bytes);
    return Response{200,
                    {{"Content-Type", file->content_type},
                     {"Content-Disposition", "attachment"},
                     {"Cache-Control", "private, no-store"},
                     {"ETag", std::move(etag)}},
                    std::move(file->bytes)};
}

void add_label_routes(Router& router, const Backing& backing) {
    router.add(
        shipment_route(Method::post, "/{shipment}/label", "make_shipping_label",
                       "The label of a shipment, made by its carrier")
            .describe("The same shipment has the same label, however often it is asked for.")
            .may_answer(409, "invalid_transition, shipping.label_refused, shipping.no_labels")
            .may_answer(503, "shipping.carrier_unavailable")
            .remote(),
        [labels = Labels(backing)](const Call<ShipmentPath, LabelBody>& call) {
            return labels.make(call.path.shipment, wish_of(call.body), actor(call.caller));
        });
    router.add(shipment_route(Method::get, "/{shipment}/label", "show_shipping_label",
                              "The label as PDF or PNG")
                   .produces("*/*"),
               [labels = Labels(backing)](const Call<ShipmentPath>& call) {
                   return file_of(labels.open(call.path.shipment));
               });
    router.add(Route(Method::get, "/v1/return-labels/{token}", "show_return_label",
                     "The label of a return as PDF or PNG, for who has its address")
                   .tag("Returns")
                   .produces("*/*"),
               [labels = ReturnLabelService(backing)](const Call<TokenPath>& call) {
                   return file_of(labels.open(call.path.token));
               });
}

}  // namespace

void add_carrier_routes(Router& router, const Backing& backing) {
    add_label_routes(router, backing);
    router.add(shipment_route(Method::post, "/{shipment}/track", "track_shipment",
                              "Asks the carrier where a shipment is")
                   .may_answer(409, "shipping.no_tracking")
                   .may_answer(503, "shipping.carrier_unavailable")
                   .remote(),
               [backing](const Call<ShipmentPath>& call) -> Result<ShipmentView> {
                   const auto asked = Tracking(backing).ask(call.path.shipment);
                   if (!asked) return asked.error();
                   return view_of(backing.database
                                      .read([&](platform::Reader& reader) {
                                          return store::shipment(reader, call.path.shipment);
                                      })
                                      .value());
               });
    router.add(
        Route(Method::post, "/v1/shipping/webhooks/{carrier}", "receive_carrier_webhook",
              "Takes a message of a carrier")
            .tag("Shipping")
            .describe("Signed as Standard Webhooks are, in Webhook-Id, Webhook-Timestamp and "
                      "Webhook-Signature, at most five minutes old. A message is handled "
                      "once, however often and in whatever order they come.")
            .may_answer(400, "shipping.bad_signature, shipping.bad_webhook")
            .idempotency(IdempotencyKey::ignored)
            .limited_as(RateClass::webhooks)
            .raw_body("application/json"),
        [backing](const Call<WebhookPath, RawBody>& call) -> Result<WebhookTaken> {
            const WebhookHeaders headers{header(call.request, "Webhook-Id"),
                                         header(call.request, "Webhook-Timestamp"),
                                         header(call.request, "Webhook-Signature")};
            const auto taken =
                Tracking(backing).receive(call.path.carrier, headers, call.body.bytes);
            if (!taken) return taken.error();
            return WebhookTaken{};
        });
}

}  // namespace kontor::shipping
