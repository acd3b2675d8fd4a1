// What a shopper does to the items of a cart, but for putting something into it.
#include "contents.hpp"
#include "refusals.hpp"
#include "service.hpp"

#include <algorithm>

namespace kontor::cart {

using platform::Money;
using platform::Result;
using platform::Tx;

Result<Contents> Service::apply(const CartId& id, const auth::Shopper& shopper,
                                const Change& change) {
    const auto changed = [&](Tx& tx) -> Result<store::Basket> {
        auto basket = lock_active(tx, id, shopper);
        if (!basket) return basket;
        const auto done = change(tx, *basket);
        if (!done) return done.error();
        if (!*done) return basket;
        if (auto checked = check_limits(*basket); !checked) return checked.error();
        store::raise_version(tx, id, clock_.now());
        ++basket->head.version;
        return basket;
    };
    const auto basket = database_.transact(changed, without_wait);
    if (!basket) return basket.error();
    return priced_with_stock(*basket, shopper);
}

Result<Contents> Service::change_item(const CartId& id, const auth::Shopper& shopper,
                                      const LineId& item, std::int64_t quantity,
                                      const std::optional<std::int64_t>& version) {
    return apply(id, shopper, [&](Tx& tx, store::Basket& basket) -> Result<bool> {
        if (version && *version != basket.head.version) return changed_meanwhile();
        auto* lines = &basket.lines;
        auto line = std::ranges::find(*lines, item, &store::Line::id);
        if (line == lines->end()) {
            lines = &basket.set_aside;
            line = std::ranges::find(*lines, item, &store::Line::id);
        }
        if (line == lines->end()) return no_such_item();
        if (quantity == 0) {
            store::remove_line(tx, item);
            lines->erase(line);
        } else {
            line->quantity = quantity;
            reprice(*line, basket.head.currency, shopper);
            store::update_line(tx, *line);
        }
        return true;
    });
}

Result<bool> Service::move(Tx& tx, std::vector<store::Line>& from, std::vector<store::Line>& to,
                           const LineId& item) {
    const auto line = std::ranges::find(from, item, &store::Line::id);
    if (line == from.end()) {
        if (std::ranges::find(to, item, &store::Line::id) == to.end()) return no_such_item();
        return false;
    }
    auto moved = *std::move(line);
    from.erase(line);
    moved.set_aside = !moved.set_aside;
    const auto same = std::ranges::find(to, moved.variant, &store::Line::variant);
    if (same != to.end()) {
        moved.quantity += same->quantity;
        store::remove_line(tx, same->id);
        to.erase(same);
    }
    to.push_back(std::move(moved));
    return true;
}

Result<Contents> Service::set_aside(const CartId& id, const auth::Shopper& shopper,
                                    const LineId& item) {
    return apply(id, shopper, [&](Tx& tx, store::Basket& basket) -> Result<bool> {
        auto moved = move(tx, basket.lines, basket.set_aside, item);
        if (moved && *moved) store::update_line(tx, basket.set_aside.back());
        return moved;
    });
}

Result<Contents> Service::put_back(const CartId& id, const auth::Shopper& shopper,
                                   const LineId& item) {
    return apply(id, shopper, [&](Tx& tx, store::Basket& basket) -> Result<bool> {
        auto moved = move(tx, basket.set_aside, basket.lines, item);
        if (!moved || !*moved) return moved;
        reprice(basket.lines.back(), basket.head.currency, shopper);
        store::update_line(tx, basket.lines.back());
        std::ranges::sort(basket.lines, {}, &store::Line::id);
        return true;
    });
}

Result<Contents> Service::confirm(const CartId& id, const auth::Shopper& shopper,
                                  const std::optional<Money>& expected_total) {
    return apply(id, shopper, [&](Tx& tx, store::Basket& basket) -> Result<bool> {
        const auto before = basket.lines;
        bring_up_to_date(basket.lines, basket.head.currency, shopper);
        if (const auto fits = check_limits(basket); !fits) return fits.error();
        if (expected_total) {
            const auto contents = contents_of(basket);
            const auto quote = pricing_.quote(request_of(contents, shopper));
            const auto& total = quote.calculation.totals.total;
            if (total != *expected_total) return cart_changed(total);
        }
        if (basket.lines == before) return false;
        store::update_lines(tx, basket.lines);
        return true;
    });
}

}  // namespace kontor::cart
