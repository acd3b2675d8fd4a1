#include "templates.hpp"

#include "embedded/file.hpp"
#include "embedded/invoice_templates.hpp"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kontor::invoices {

using kainjow::mustache::data;

namespace {

// Whatever a title contains, it stays in its line and in its cell.
std::string in_one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char letter) { return static_cast<unsigned char>(letter) < 0x20; }, ' ');
    return text;
}

std::string rate(std::int64_t ppm) {
    auto text =
        std::to_string(ppm / 10'000) + "." + std::to_string(ppm % 10'000 + 10'000).substr(1);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text + " %";
}

std::string rates(const std::vector<std::int64_t>& all) {
    std::string text;
    for (const auto ppm : all) text += (text.empty() ? "" : " + ") + rate(ppm);
    return text;
}

data party(const Party& party) {
    data made;
    made.set("name", in_one_line(party.name));
    data address(data::type::list);
    for (const auto& line : party.address) address.push_back(data("line", in_one_line(line)));
    made.set("address", address);
    if (party.vat_id) made.set("vat_id", in_one_line(*party.vat_id));
    if (party.email) made.set("email", in_one_line(*party.email));
    return made;
}

data lines(const Document& document) {
    data all(data::type::list);
    for (const auto& line : document.lines) {
        data made;
        if (line.sku) made.set("sku", in_one_line(*line.sku));
        made.set("title", in_one_line(line.title));
        made.set("is_fee", line.kind == LineKind::restocking_fee);
        made.set("quantity", std::to_string(line.quantity));
        made.set("unit_price", to_text(line.unit_price));
        if (line.discount.amount != 0) made.set("discount", "-" + to_text(line.discount));
        made.set("rates", rates(line.rates_ppm));
        made.set("total", to_text(line.total));
        all.push_back(made);
    }
    return all;
}

data taxes(const Document& document) {
    data all(data::type::list);
    for (const auto& tax : document.taxes) {
        const bool is_touched = tax.net.amount != 0 || tax.tax.amount != 0;
        if (document.kind == Kind::credit_note && !is_touched) continue;
        data made;
        made.set("name", in_one_line(tax.name));
        made.set("rate", rate(tax.rate_ppm));
        made.set("net", to_text(tax.net));
        made.set("tax", to_text(tax.tax));
        all.push_back(made);
    }
    return all;
}

std::string day(platform::Time time) {
    return platform::to_rfc3339(time).substr(0, 10);
}

data values(const Document& document) {
    data made;
    made.set("number", document.number);
    made.set("date", day(document.issued_at));
    made.set("order_number", document.order_number);
    made.set("order_date", day(document.ordered_at));
    made.set("seller", party(document.seller));
    made.set("buyer", party(document.buyer));
    made.set("lines", lines(document));
    made.set("taxes", taxes(document));
    made.set("net", to_text(document.net));
    made.set("tax", to_text(document.tax));
    made.set("total", to_text(document.total));
    made.set("is_credit_note", document.kind == Kind::credit_note);
    made.set("prices_include_tax", document.prices_include_tax);
    made.set("reverse_charge", document.reverse_charge);
    if (document.corrects) made.set("corrects", *document.corrects);
    if (document.reason) made.set("reason", in_one_line(*document.reason));
    return made;
}

constexpr std::string_view ending = ".mustache";

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::invalid_argument("the template " + path.string() + " cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_name(const std::string& name) {
    return name.starts_with("invoice.") && (name.ends_with(".html") || name.ends_with(".pdf"));
}

// A line that begins with what was typed in is none of the template's instructions.
std::string in_markup(const std::string& text) {
    auto escaped = kainjow::mustache::html_escape(text);
    for (auto at = escaped.find('@'); at != escaped.npos; at = escaped.find('@', at))
        escaped.replace(at, 1, "&#64;");
    return escaped;
}

}  // namespace

struct Templates::Parsed {
    kainjow::mustache::mustache mustache;
};

Templates::Templates(const std::filesystem::path& directory) {
    for (const auto& file : embedded::invoice_templates())
        parse(std::string(file.path.substr(0, file.path.size() - ending.size())),
              std::string(file.text));
    if (directory.empty()) return;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const auto& path = entry.path();
        if (path.extension() != ending) continue;
        if (!is_name(path.stem()))
            throw std::invalid_argument("the template " + path.string() +
                                        " must be called invoice.<language>.html.mustache or "
                                        "invoice.<language>.pdf.mustache");
        parse(path.stem(), content_of(path));
    }
}

Templates::~Templates() = default;

void Templates::parse(const std::string& name, const std::string& text) {
    auto parsed = std::make_unique<Parsed>(Parsed{kainjow::mustache::mustache(text)});
    if (name.ends_with(".pdf")) parsed->mustache.set_custom_escape(in_markup);
    if (!parsed->mustache.is_valid())
        throw std::invalid_argument("the template " + name +
                                    " does not parse: " + parsed->mustache.error_message());
    parsed_.insert_or_assign(name, std::move(parsed));
}

std::string Templates::render(const Document& document, const std::string& part,
                              const std::string& language) const {
    const auto name = [&](const std::string& tag) { return "invoice." + tag + "." + part; };
    auto found = parsed_.find(name(language));
    if (found == parsed_.end()) found = parsed_.find(name(language.substr(0, language.find('-'))));
    if (found == parsed_.end()) found = parsed_.find(name("en"));
    const std::lock_guard lock(mutex_);
    return found->second->mustache.render(values(document));
}

}  // namespace kontor::invoices
