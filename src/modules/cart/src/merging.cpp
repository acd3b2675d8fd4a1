// A guest's cart becomes the customer's.
#include "cart/events.hpp"
#include "contents.hpp"
#include "platform/telemetry/log.hpp"
#include "refusals.hpp"
#include "service.hpp"
#include "states.hpp"

#include <algorithm>

namespace kontor::cart {

using platform::Result;
using platform::Tx;
using store::Basket;
using store::Line;

namespace {

Line* of_variant(std::vector<Line>& lines, const catalog::VariantId& variant) {
    const auto found = std::ranges::find(lines, variant, &Line::variant);
    return found == lines.end() ? nullptr : &*found;
}

Adjustment of_coupon(Adjusted kind, const std::string& code) {
    Adjustment adjustment;
    adjustment.kind = kind;
    adjustment.coupon = code;
    return adjustment;
}

Adjustment left_out(Adjusted kind, const Line& line) {
    Adjustment adjustment;
    adjustment.kind = kind;
    adjustment.sku = line.sku;
    return adjustment;
}

// What became of a line, with its price still to come.
Adjustment of_line(Adjusted kind, const Line& line, std::int64_t quantity_before) {
    Adjustment adjustment;
    adjustment.kind = kind;
    adjustment.item_id = line.id;
    adjustment.sku = line.sku;
    adjustment.quantity_before = quantity_before;
    adjustment.quantity = line.quantity;
    return adjustment;
}

// The larger quantity counts: merging twice does what merging once does.
std::vector<Adjustment> unite(std::vector<Line>& own, const std::vector<Line>& guests) {
    std::vector<Adjustment> adjustments;
    for (const auto& line : guests) {
        auto* same = of_variant(own, line.variant);
        if (same == nullptr) {
            own.push_back(line);
            adjustments.push_back(of_line(Adjusted::added, line, 0));
            continue;
        }
        const auto before = same->quantity;
        same->quantity = std::max(before, line.quantity);
        const auto kind = same->quantity > before ? Adjusted::raised : Adjusted::kept;
        adjustments.push_back(of_line(kind, *same, before));
    }
    return adjustments;
}

std::vector<LineId> ids_of(const std::vector<Line>& lines) {
    std::vector<LineId> ids;
    for (const auto& line : lines) ids.push_back(line.id);
    return ids;
}

// Takes those back out that only the guest had and that do not fit.
template <class DoesNotFit>
void leave_out(std::vector<Line>& lines, const std::vector<LineId>& guests, Adjusted kind,
               std::vector<Adjustment>& adjustments, DoesNotFit does_not_fit) {
    std::erase_if(lines, [&](const Line& line) {
        if (std::ranges::find(guests, line.id) == guests.end() || !std::invoke(does_not_fit, line))
            return false;
        std::erase_if(adjustments, [&](const Adjustment& one) { return one.item_id == line.id; });
        adjustments.push_back(left_out(kind, line));
        return true;
    });
}

// Says which prices are others now, and of what is listed already which price it has.
void note_prices(const std::vector<Line>& before, const std::vector<Line>& now,
                 platform::Currency currency, std::vector<Adjustment>& adjustments) {
    for (const auto& line : now) {
        auto listed = std::ranges::find(adjustments, std::optional(line.id), &Adjustment::item_id);
        const auto was = std::ranges::find(before, line.id, &Line::id);
        const bool changed = was != before.end() && was->unit_price != line.unit_price;
        if (listed == adjustments.end()) {
            if (!changed) continue;
            adjustments.push_back(of_line(Adjusted::repriced, line, line.quantity));
            listed = std::prev(adjustments.end());
        }
        listed->unit_price = platform::Money{line.unit_price, currency};
        if (changed) listed->unit_price_before = platform::Money{was->unit_price, currency};
    }
}

}  // namespace

Result<Merged> Service::merge(const CartId& guest_cart, const auth::Shopper& shopper) {
    if (!shopper.customer) return no_such_cart();
    std::vector<Adjustment> adjustments;
    const auto basket = database_.transact([&](Tx& tx) -> Result<Basket> {
        adjustments.clear();
        store::lock_carts_of(tx, *shopper.customer);
        const auto current = store::current_of(tx, *shopper.customer);
        std::vector<CartId> both{guest_cart};
        if (current) both.push_back(*current);
        store::lock(tx, both);
        auto guest = store::load(tx, guest_cart, shopper);
        if (!guest) return no_such_cart();
        if (guest->head.merged_into) return merged_before(tx, *guest->head.merged_into, shopper);
        if (guest->head.customer) return *std::move(guest);
        return merge_locked(tx, *std::move(guest), current, shopper, adjustments);
    });
    if (!basket) return basket.error();
    return Merged{priced_with_stock(*basket, shopper), std::move(adjustments)};
}

void Service::merge_guests_cart(const auth::Shopper& shopper) {
    const auto guest = shopper.guest();
    if (!guest) return;
    const auto cart = database_.read(
        [&](platform::Reader& reader) { return store::current_of_guest(reader, *guest); });
    if (!cart) return;
    if (const auto merged = merge(*cart, shopper); !merged)
        platform::log::info("a guest's cart was not taken over",
                            {{"cart", cart->text()}, {"code", merged.error().code}});
}

Result<Basket> Service::merged_before(Tx& tx, const CartId& target, const auth::Shopper& shopper) {
    auto basket = store::load(tx, target, shopper);
    if (!basket) return merged_into(target);
    if (basket->head.merged_into) return merged_into(*basket->head.merged_into);
    return *std::move(basket);
}

Result<Basket> Service::merge_locked(Tx& tx, Basket guest, const std::optional<CartId>& current,
                                     const auth::Shopper& shopper,
                                     std::vector<Adjustment>& adjustments) {
    if (guest.head.status == CartStatus::completing) return completion_in_progress();
    if (auto legal = check_transition(guest.head.status, CartStatus::merged); !legal)
        return legal.error();
    std::optional<Basket> own;
    if (current) own = store::load(tx, *current, shopper);
    // Claimed by a purchase just before it was locked.
    if (own && own->head.status != CartStatus::active) return completion_in_progress();
    if (!own || own->lines.empty()) return adopt(tx, std::move(guest), own, shopper, adjustments);
    return join(tx, *std::move(own), std::move(guest), shopper, adjustments);
}

std::vector<LineId> Service::take_in(std::vector<Line>& own, const std::vector<Line>& others,
                                     platform::Currency currency, const auth::Shopper& shopper,
                                     std::vector<Adjustment>& adjustments) {
    const auto arriving = ids_of(others);
    adjustments = unite(own, others);
    bring_up_to_date(own, currency, shopper);
    leave_out(own, arriving, Adjusted::not_sold, adjustments, &Line::withdrawn);
    auto too_many = ids_of(own);
    too_many.erase(too_many.begin(),
                   std::next(too_many.begin(), static_cast<std::ptrdiff_t>(std::min(
                                                   too_many.size(), pricing::most_lines))));
    leave_out(own, arriving, Adjusted::too_many_items, adjustments, [&](const Line& line) {
        return std::ranges::find(too_many, line.id) != too_many.end();
    });
    std::ranges::sort(own, {}, &Line::id);
    std::vector<LineId> moved;
    for (const auto& line : own)
        if (std::ranges::find(arriving, line.id) != arriving.end()) moved.push_back(line.id);
    return moved;
}

std::vector<std::string> Service::united_coupons(std::vector<std::string> own,
                                                 const std::vector<std::string>& guests,
                                                 const auth::Shopper& shopper,
                                                 std::vector<Adjustment>& adjustments) {
    for (const auto& code : guests) {
        if (std::ranges::find(own, code) != own.end()) continue;
        if (!pricing_.coupon(code, {shopper.customer, ""}))
            adjustments.push_back(of_coupon(Adjusted::coupon_void, code));
        else if (own.size() == most_coupons)
            adjustments.push_back(of_coupon(Adjusted::too_many_coupons, code));
        else
            own.push_back(code);
    }
    return own;
}

Result<Basket> Service::adopt(Tx& tx, Basket guest, const std::optional<Basket>& empty,
                              const auth::Shopper& shopper, std::vector<Adjustment>& adjustments) {
    const auto& customer = *shopper.customer;
    auto& head = guest.head;
    const auto before = guest.lines;
    bring_up_to_date(guest.lines, head.currency, shopper);
    note_prices(before, guest.lines, head.currency, adjustments);
    std::vector<std::string> own_coupons;
    if (empty) own_coupons = empty->head.coupons;
    head.coupons = united_coupons(std::move(own_coupons), head.coupons, shopper, adjustments);
    store::set_customer(tx, head.id, customer);
    if (empty) {
        std::vector<Adjustment> unsaid;
        store::move_lines(
            tx, take_in(guest.set_aside, empty->set_aside, head.currency, shopper, unsaid),
            head.id);
        store::set_merged(tx, empty->head.id, head.id, customer, clock_.now());
        events_.publish(tx, CartMerged{empty->head.id, head.id, customer});
    }
    head.customer = customer;
    return save_merged(tx, std::move(guest), adjustments);
}

Result<Basket> Service::join(Tx& tx, Basket own, Basket guest, const auth::Shopper& shopper,
                             std::vector<Adjustment>& adjustments) {
    auto& head = own.head;
    const auto before = own.lines;
    std::vector<Adjustment> unsaid;
    auto moved = take_in(own.lines, guest.lines, head.currency, shopper, adjustments);
    const auto moved_aside =
        take_in(own.set_aside, guest.set_aside, head.currency, shopper, unsaid);
    moved.insert(moved.end(), moved_aside.begin(), moved_aside.end());
    note_prices(before, own.lines, head.currency, adjustments);
    head.coupons =
        united_coupons(std::move(head.coupons), guest.head.coupons, shopper, adjustments);
    store::move_lines(tx, moved, head.id);
    store::set_merged(tx, guest.head.id, head.id, *shopper.customer, clock_.now());
    events_.publish(tx, CartMerged{guest.head.id, head.id, *shopper.customer});
    return save_merged(tx, std::move(own), adjustments);
}

Result<Basket> Service::save_merged(Tx& tx, Basket basket,
                                    const std::vector<Adjustment>& adjustments) {
    if (auto checked = check_limits(basket); !checked) return checked.error();
    store::update_lines(tx, basket.lines);
    store::update_lines(tx, basket.set_aside);
    store::set_coupons(tx, basket.head.id, basket.head.coupons);
    store::raise_version(tx, basket.head.id, clock_.now());
    ++basket.head.version;
    store::set_adjustments(tx, basket.head.id, adjustments, basket.head.version);
    return basket;
}

}  // namespace kontor::cart
