#include "correspondence_store.hpp"

#include "platform/db/column_of.hpp"

namespace kontor::notifications::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Sealer;
using platform::Time;
using platform::Tx;
using platform::Uuid;

namespace {

// As it was kept before telephone numbers were sealed.
bool is_plain(const std::string& phone) {
    return phone.starts_with('+');
}

std::string opened(const Sealer& sealer, const Uuid& customer, const std::string& kept) {
    return is_plain(kept) ? kept : sealer.opened(kept, phone_context(customer));
}

std::optional<TelephoneNumber> phone_of(Reader& reader, const Sealer& sealer,
                                        const Uuid& customer) {
    const auto kept = reader.one<std::string>(
        "select phone from notifications.preference where customer_id = $1 and phone is not null",
        customer);
    if (!kept) return std::nullopt;
    return TelephoneNumber::accept(opened(sealer, customer, *kept));
}

struct PlainPhone {
    Uuid customer;
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(PlainPhone, (), (customer, phone))

}  // namespace

std::string phone_context(const Uuid& customer) {
    return "notifications.preference.phone:" + to_string(customer);
}

PreferenceRow preferences(Reader& reader, const Sealer& sealer, const auth::UserId& customer,
                          const std::string& email) {
    auto row =
        reader
            .one<PreferenceRow>(
                "select p.locale, null::text as phone, coalesce(p.sms, false) as sms,"
                " coalesce(p.push, true) as push,"
                " array(select token from notifications.device where customer_id = $1"
                "  order by registered_at, token) as devices,"
                " array(select kind from notifications.unsubscribed where email = lower($2)"
                "  union select kind from notifications.unwanted where customer_id = $1) as "
                "unwanted"
                " from (values (1)) one left join notifications.preference p on p.customer_id = $1",
                customer, email)
            .value();
    row.phone = phone_of(reader, sealer, customer.uuid());
    return row;
}

void lock_preferences(Tx& tx, const auth::UserId& customer) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended($1, 0))", to_string(customer.uuid()));
}

void write_preferences(Tx& tx, const Sealer& sealer, const auth::UserId& customer,
                       const PreferenceRow& row) {
    std::optional<std::string> phone;
    if (row.phone) phone = sealer.seal(row.phone->value(), phone_context(customer.uuid()));
    tx.defer(
        "insert into notifications.preference (customer_id, locale, phone, sms, push)"
        " values ($1, $2, $3, $4, $5) on conflict (customer_id) do update"
        " set locale = $2, phone = $3, sms = $4, push = $5",
        customer, row.locale, phone, row.sms, row.push);
}

std::size_t seal_plain_phones(Tx& tx, const Sealer& sealer) {
    const auto rows = tx.all<PlainPhone>(
        "select customer_id as customer, phone from notifications.preference"
        " where starts_with(phone, '+') order by customer_id limit 500 for update");
    std::vector<Uuid> customers;
    std::vector<std::string> phones;
    for (const auto& row : rows) {
        customers.push_back(row.customer);
        phones.push_back(sealer.seal(row.phone, phone_context(row.customer)));
    }
    tx.defer(
        "update notifications.preference kept set phone = anew.phone"
        " from unnest($1::uuid[], $2::text[]) anew(customer_id, phone)"
        " where kept.customer_id = anew.customer_id",
        customers, phones);
    return rows.size();
}

void set_devices(Tx& tx, const auth::UserId& customer, const std::vector<DeviceToken>& devices,
                 Time now) {
    tx.defer(
        "delete from notifications.device where customer_id = $1 and not token = any($2::text[])",
        customer, devices);
    tx.defer(
        "insert into notifications.device (token, customer_id, registered_at)"
        " select distinct token, $1::uuid, $3::timestamptz from unnest($2::text[]) token"
        " order by token"
        " on conflict (token) do update set customer_id = $1, registered_at = $3"
        " where device.customer_id <> $1",
        customer, devices, now);
}

void unsubscribe(Tx& tx, const std::string& email, const std::string& kind, Time now) {
    tx.defer(
        "insert into notifications.unsubscribed (email, kind, at) values (lower($1), $2, $3)"
        " on conflict do nothing",
        email, kind, now);
    tx.defer(
        "update notifications.outgoing o set status = 'failed',"
        " last_error = 'The recipient has unsubscribed.' from notifications.message m"
        " where m.id = o.message_id and o.status = 'queued' and m.channel = 'email'"
        " and lower(m.recipient) = lower($1) and m.kind = $2",
        email, kind);
    if (kind == "back_in_stock")
        tx.defer("delete from notifications.back_in_stock_question where email = lower($1)", email);
}

void want_no_more(Tx& tx, const auth::UserId& customer, const std::string& kind, Time now) {
    tx.defer(
        "insert into notifications.unwanted (customer_id, kind, at) values ($1, $2, $3)"
        " on conflict do nothing",
        customer, kind, now);
    hold_back(tx, customer, Channel::email, {kind});
    if (kind == "back_in_stock")
        tx.defer("delete from notifications.back_in_stock_question where customer_id = $1",
                 customer);
}

void want(Tx& tx, const auth::UserId& customer, const std::string& email, const std::string& kind) {
    tx.defer("delete from notifications.unwanted where customer_id = $1 and kind = $2", customer,
             kind);
    tx.defer("delete from notifications.unsubscribed where email = lower($1) and kind = $2", email,
             kind);
}

void hold_back(Tx& tx, const auth::UserId& customer, Channel channel,
               const std::vector<std::string>& kinds) {
    tx.defer(
        "update notifications.outgoing o set status = 'failed',"
        " last_error = 'The recipient has unsubscribed.' from notifications.message m"
        " where m.id = o.message_id and o.status = 'queued' and m.customer_id = $1"
        " and m.channel = $2 and m.kind = any($3::text[])",
        customer, channel, kinds);
}

void change_address(Tx& tx, const auth::UserId& customer, const std::string& former,
                    const std::string& email) {
    tx.defer(
        "with chosen as (delete from notifications.unsubscribed where email = lower($2)"
        "  returning kind, at)"
        " insert into notifications.unwanted (customer_id, kind, at) select $1, kind, at from "
        "chosen"
        " on conflict do nothing",
        customer, former);
    tx.defer(
        "with asked as (delete from notifications.back_in_stock_question where customer_id = $1"
        "  returning variant_id, locale, asked_at)"
        " insert into notifications.back_in_stock_question"
        "  (variant_id, email, recipient, customer_id, locale, asked_at)"
        " select variant_id, lower($2), $2, $1, locale, asked_at from asked on conflict do nothing",
        customer, email);
}

void ask(Tx& tx, const Question& question, std::int64_t most, Time now) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended(lower($1), 1))", question.recipient);
    tx.defer(
        "insert into notifications.back_in_stock_question"
        " (variant_id, email, recipient, customer_id, locale, asked_at)"
        " select $1, lower($2), $2, $3, $4, $5"
        " where (select count(*) from notifications.back_in_stock_question"
        "  where email = lower($2)) < $6"
        " and not exists (select from notifications.unsubscribed"
        "  where email = lower($2) and kind = 'back_in_stock')"
        " and not exists (select from notifications.unwanted"
        "  where customer_id = $3 and kind = 'back_in_stock')"
        " on conflict do nothing",
        question.variant, question.recipient, question.customer, question.locale, now, most);
}

std::vector<Question> take_questions(Tx& tx, const std::vector<catalog::VariantId>& variants) {
    return tx.all<Question>(
        "delete from notifications.back_in_stock_question where variant_id = any($1)"
        " returning variant_id as variant, recipient, customer_id as customer, locale",
        variants);
}

std::int64_t forget_questions(Tx& tx, Time before) {
    return tx.run("delete from notifications.back_in_stock_question where asked_at < $1", before);
}

std::vector<Known> look_up(Reader& reader, const Sealer& sealer,
                           const std::vector<Addressee>& addressees) {
    auto found = reader.all<Known>(
        "select g.place, coalesce(g.customer, placed.customer_id) as customer,"
        " coalesce(p.locale, placed.locale) as locale,"
        " case when p.sms then p.phone end as phone,"
        " case when coalesce(p.push, true) then array(select token from notifications.device d"
        "  where d.customer_id = coalesce(g.customer, placed.customer_id) order by token)"
        "  else '{}' end as devices,"
        " exists (select from notifications.unsubscribed u"
        "  where u.email = lower(g.email) and u.kind = g.kind)"
        " or exists (select from notifications.unwanted w where w.kind = g.kind"
        "  and w.customer_id = coalesce(g.customer, placed.customer_id)) as is_unsubscribed"
        " from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) with ordinality"
        "  as g (customer, order_id, email, kind, place)"
        " left join lateral (select m.customer_id, m.locale from notifications.message m"
        "  where m.order_id = g.order_id order by m.id limit 1) placed on true"
        " left join notifications.preference p"
        "  on p.customer_id = coalesce(g.customer, placed.customer_id)"
        " order by g.place",
        ColumnOf(addressees, &Addressee::customer), ColumnOf(addressees, &Addressee::order),
        ColumnOf(addressees, &Addressee::email), ColumnOf(addressees, &Addressee::kind));
    for (auto& known : found)
        if (known.phone) known.phone = opened(sealer, known.customer.value().uuid(), *known.phone);
    return found;
}

}  // namespace kontor::notifications::store
