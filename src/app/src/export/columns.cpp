#include "export/columns.hpp"

#include "import/cells.hpp"
#include "import/conversions.hpp"

#include "platform/json/json.hpp"

#include <algorithm>

namespace kontor::app {

namespace {

void put(Cells& cells, const std::string& heading, const auto& text) {
    if (text) cells[heading] = cell_of_text(static_cast<const std::string&>(*text));
}

void put_number(Cells& cells, const std::string& heading, const auto& number) {
    if (number) cells[heading] = std::to_string(static_cast<std::int64_t>(*number));
}

void put_time(Cells& cells, const std::string& heading, const std::optional<platform::Time>& time) {
    if (time) cells[heading] = platform::to_rfc3339(*time);
}

void put_dimensions(Cells& cells, const catalog::NewDimensions& dimensions) {
    cells["length_mm"] = std::to_string(dimensions.length_mm);
    cells["width_mm"] = std::to_string(dimensions.width_mm);
    cells["height_mm"] = std::to_string(dimensions.height_mm);
}

void put_seo(Cells& cells, const std::optional<catalog::Seo>& seo, const std::string& suffix) {
    if (!seo) return;
    put(cells, "seo_title" + suffix, seo->title);
    put(cells, "seo_description" + suffix, seo->description);
    put(cells, "seo_canonical" + suffix, seo->canonical);
}

void put_options(Cells& cells, const std::optional<std::map<std::string, std::string>>& options) {
    if (!options) return;
    for (const auto& [name, value] : *options) cells["options." + name] = cell_of_text(value);
}

void put_attribute(Cells& cells, const std::string& name, const catalog::AttributeValue& value) {
    if (const auto* text = std::get_if<std::string>(&value))
        cells[attribute_heading(name, As::text)] = cell_of_text(*text);
    else if (const auto* flag = std::get_if<bool>(&value))
        cells[attribute_heading(name, As::boolean)] = *flag ? "true" : "false";
    else
        cells[attribute_heading(name, As::number)] = platform::json::write(value);
}

void put_translations(Cells& cells, const catalog::NewProductTranslations& translations) {
    for (const auto& [language, translation] : translations) {
        const auto suffix = ":" + language;
        put(cells, "title" + suffix, translation.title);
        put(cells, "slug" + suffix, translation.slug);
        put(cells, "description" + suffix, translation.description);
        put_seo(cells, translation.seo, suffix);
    }
}

void put_images(Cells& cells, const std::vector<catalog::NewImage>& images) {
    for (std::size_t index = 0; index < images.size(); ++index) {
        const auto& image = images[index];
        put(cells, image_heading("url", index + 1), image.url);
        put(cells, image_heading("alt", index + 1), image.alt);
        if (image.media_id) cells[image_heading("media_id", index + 1)] = image.media_id->text();
    }
}

void put_prices(Cells& cells, const std::string& prefix,
                const std::vector<platform::Money>& prices) {
    for (const auto& price : prices)
        cells[prefix + std::string(price.currency.code())] = decimal_of(price);
}

Cells cells_of_product(const catalog::NewProduct& product) {
    Cells cells;
    put(cells, "title", std::optional(product.title));
    put(cells, "description", product.description);
    if (product.status) cells["status"] = platform::enum_name(*product.status);
    put_time(cells, "publish_at", product.publish_at);
    put_time(cells, "unpublish_at", product.unpublish_at);
    put(cells, "tax_class", product.tax_class);
    if (product.categories)
        for (const auto& category : *product.categories)
            cells["categories"].append(cells["categories"].empty() ? "" : ",").append(category);
    if (product.images) put_images(cells, *product.images);
    put_seo(cells, product.seo, "");
    if (product.options) cells["options"] = platform::json::write(*product.options);
    if (product.attributes)
        for (const auto& [name, value] : *product.attributes) put_attribute(cells, name, value);
    if (product.translations) put_translations(cells, *product.translations);
    return cells;
}

void put_variant(Cells& cells, const catalog::NewVariant& variant) {
    put(cells, "sku", std::optional(variant.sku));
    put(cells, "variant_title", variant.title);
    put_options(cells, variant.options);
    put_prices(cells, "price.", variant.prices);
    if (variant.compare_at) put_prices(cells, "compare_at.", *variant.compare_at);
    put_number(cells, "stock", variant.stock);
    put_number(cells, "weight_grams", variant.weight_grams);
    put(cells, "barcode", variant.barcode);
    if (variant.dimensions) put_dimensions(cells, *variant.dimensions);
}

// The headings of a file without records.
std::vector<std::string> least_headings(Subject subject) {
    if (subject == Subject::products) return {"slug", "title", "sku"};
    if (subject == Subject::stock) return {"sku", "location", "on_hand"};
    if (subject == Subject::categories) return {"slug", "parent", "name", "position"};
    if (subject == Subject::prices) return {"sku", "currency", "amount", "compare_at"};
    return {"sku",          "product",   "title",    "barcode",
            "weight_grams", "length_mm", "width_mm", "height_mm"};
}

}  // namespace

std::vector<Cells> rows_of(const catalog::NewProduct& product) {
    std::vector<Cells> rows(product.variants.size());
    if (!rows.empty()) rows.front() = cells_of_product(product);
    for (std::size_t index = 0; index < rows.size(); ++index) {
        put(rows[index], "slug", product.slug);
        put_variant(rows[index], product.variants[index]);
    }
    return rows;
}

std::vector<Cells> rows_of(const VariantRecord& variant) {
    Cells cells;
    put(cells, "sku", std::optional(variant.sku));
    put(cells, "product", variant.product);
    put(cells, "title", variant.title);
    put_options(cells, variant.options);
    if (variant.weight_grams) put_number(cells, "weight_grams", variant.weight_grams->value);
    if (variant.barcode) put(cells, "barcode", variant.barcode->value);
    if (variant.dimensions && variant.dimensions->value)
        put_dimensions(cells, *variant.dimensions->value);
    return {std::move(cells)};
}

std::vector<Cells> rows_of(const PriceRecord& price) {
    Cells cells{{"currency", std::string(price.currency.code())},
                {"amount", std::to_string(price.amount)}};
    put(cells, "sku", std::optional(price.sku));
    if (price.compare_at) put_number(cells, "compare_at", price.compare_at->value);
    return {std::move(cells)};
}

std::vector<Cells> rows_of(const StockRecord& stock) {
    Cells cells{{"on_hand", std::to_string(stock.on_hand)}};
    put(cells, "sku", std::optional(stock.sku));
    put(cells, "location", stock.location);
    return {std::move(cells)};
}

std::vector<Cells> rows_of(const CategoryRecord& category) {
    Cells cells;
    put(cells, "slug", std::optional(category.slug));
    if (category.parent) put(cells, "parent", category.parent->value);
    put(cells, "name", std::optional(category.name));
    put_number(cells, "position", category.position);
    if (category.seo) put_seo(cells, category.seo->value, "");
    if (category.translations && category.translations->value)
        for (const auto& [language, translation] : *category.translations->value) {
            const auto suffix = ":" + language;
            put(cells, "name" + suffix, translation.name);
            put(cells, "slug" + suffix, translation.slug);
            put_seo(cells, translation.seo, suffix);
        }
    return {std::move(cells)};
}

Columns::Columns(Subject subject) : subject_(subject) {
    for (auto& heading : least_headings(subject)) headings_.insert(std::move(heading));
}

void Columns::add(const Cells& row) {
    for (const auto& [heading, cell] : row)
        if (!headings_.contains(heading)) headings_.insert(heading);
}

std::vector<std::string> Columns::headings() const {
    std::vector<std::string> headings(headings_.begin(), headings_.end());
    const bool is_priced = std::ranges::any_of(
        headings, [](const std::string& heading) { return heading.starts_with("price."); });
    if (subject_ == Subject::products && !is_priced) headings.emplace_back("price");
    std::ranges::sort(headings, {}, [&](const std::string& heading) {
        return std::pair(rank_of(subject_, heading), std::string_view(heading));
    });
    return headings;
}

}  // namespace kontor::app
