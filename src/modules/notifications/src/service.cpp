#include "service.hpp"

#include "platform/core/transition.hpp"

#include <array>

namespace kontor::notifications {

using namespace platform;

namespace {

Error no_such_message() {
    return {ErrorKind::not_found, "notifications.no_such_message", "There is no such message."};
}

Message without_parts(WholeMessage whole) {
    return {whole.id,
            whole.channel,
            std::move(whole.kind),
            std::move(whole.recipient),
            std::move(whole.locale),
            std::move(whole.subject),
            whole.order_id,
            whole.resend_of,
            whole.status,
            whole.attempts,
            std::move(whole.last_error),
            whole.created_at,
            whole.sent_at};
}

}  // namespace

std::string domain_of(const std::string& address) {
    const auto domain = address.substr(address.find('@') + 1);
    return domain.substr(0, domain.find('>'));
}

Service::Service(Database& database, EventLog& events, const Clock& clock,
                 const Informants& informants, const Shop& shop, const Config& config)
    : database_(database),
      clock_(clock),
      sealer_(informants.sealer),
      domain_(domain_of(config.from)),
      templates_(database, events, clock, informants.orders, shop, config),
      correspondence_(database, clock, informants, shop, config) {
    const auto add = [&](Channel channel, std::unique_ptr<Carrier> carrier) {
        lanes_.push_back(std::make_unique<Lane>(database, clock, channel, std::move(carrier),
                                                informants.links, informants.sealer));
    };
    add(Channel::email, config.smtp_url.empty()
                            ? make_spool_carrier(config, correspondence_, shop.spool)
                            : make_mail_carrier(config, correspondence_));
    if (!config.sms.url.empty())
        add(Channel::sms, make_http_carrier(Channel::sms, config.sms, clock));
    if (!config.push.url.empty())
        add(Channel::push, make_http_carrier(Channel::push, config.push, clock));
}

std::vector<Message> Service::list(const MessageFilter& filter) {
    return database_.read([&](Reader& reader) { return store::list(reader, sealer_, filter); });
}

Result<WholeMessage> Service::message(const MessageId& id) {
    auto found = database_.read([&](Reader& reader) { return store::find(reader, sealer_, id); });
    if (!found) return no_such_message();
    return *std::move(found);
}

Result<Message> Service::resend(const MessageId& id) {
    return database_.transact([&](Tx& tx) -> Result<Message> {
        const auto first = store::find(tx, sealer_, id);
        if (!first) return no_such_message();
        const auto copy = MessageId::make();
        store::copy(tx, sealer_, *first, copy, domain_, clock_.now());
        return without_parts(store::find(tx, sealer_, copy).value());
    });
}

Result<Message> Service::retry(const MessageId& id) {
    return database_.transact([&](Tx& tx) -> Result<Message> {
        const auto before = store::find(tx, sealer_, id);
        if (!before) return no_such_message();
        if (!store::queue_again(tx, id, clock_.now()))
            return check_transition("A message", before->status, MessageStatus::queued,
                                    std::array<MessageStatus, 0>{})
                .error();
        return without_parts(store::find(tx, sealer_, id).value());
    });
}

Traffic Service::traffic() {
    const auto waiting =
        database_.read([&](Reader& reader) { return store::waiting(reader, clock_.now()); });
    Traffic traffic{waiting.queued, waiting.failed, waiting.oldest_seconds};
    for (const auto& lane : lanes_) {
        traffic.sent_here += lane->sent();
        traffic.failed_here += lane->failed();
    }
    return traffic;
}

bool Service::send_next(Channel channel, const std::stop_token& stop) {
    for (const auto& lane : lanes_)
        if (lane->channel() == channel) return lane->send_next(stop);
    return false;
}

void Service::keep_claims() {
    std::vector<MessageId> claimed;
    for (const auto& lane : lanes_)
        for (const auto& id : lane->claimed()) claimed.push_back(id);
    if (claimed.empty()) return;
    database_.transact(
        [&](Tx& tx) { store::keep_claims(tx, claimed, clock_.now() + store::claim_lasts); });
}

std::size_t Service::send_due() {
    const auto sent = [&] {
        std::int64_t count = 0;
        for (const auto& lane : lanes_) count += lane->sent();
        return count;
    };
    const auto before = sent();
    for (const auto& lane : lanes_)
        while (lane->send_next({})) {
        }
    return static_cast<std::size_t>(sent() - before);
}

}  // namespace kontor::notifications
