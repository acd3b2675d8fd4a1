#include "app/import.hpp"

#include "import/takers.hpp"

#include <unistd.h>

#include <iostream>

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

// Enough to share the round trips, few enough that others need not wait long.
constexpr std::size_t batch_size = 500;
// A category may name another of the same file as its parent: a dry run must see them together.
constexpr std::size_t most_categories = 20'000;

std::string named(std::string_view what, const std::string& value) {
    return std::string(what).append(" '").append(value).append("'");
}

std::vector<std::string> keys_of(const catalog::NewProduct& product) {
    std::vector<std::string> keys;
    if (product.slug) keys.push_back(named("the slug", *product.slug));
    for (const auto& variant : product.variants) keys.push_back(named("the SKU", variant.sku));
    return keys;
}

std::vector<std::string> keys_of(const VariantRecord& variant) {
    return {named("the SKU", variant.sku)};
}

std::vector<std::string> keys_of(const PriceRecord& price) {
    return {"a price in " + std::string(price.currency.code()) + " of " +
            named("the SKU", price.sku)};
}

std::vector<std::string> keys_of(const StockRecord& stock) {
    auto key = named("the stock of the SKU", stock.sku);
    if (stock.location) key += named(" at", *stock.location);
    return {key};
}

std::vector<std::string> keys_of(const CategoryRecord& category) {
    return {named("the category", category.slug)};
}

// The same, but nothing is kept: written and rolled back, so that whatever would refuse a record
// does.
template <class T>
Take<T> only_check(platform::Database& database, Take<T> take) {
    return [&database, take](const std::vector<T>& records) {
        std::vector<Result<Outcome>> answers;
        std::ignore = database.together([&]() -> Result<> {
            answers = take(records);
            return Error{ErrorKind::conflict, "import.only_checked", "nothing was to be kept"};
        });
        return answers;
    };
}

template <class T>
Result<ImportReport> import_records(platform::Database& database, const ImportOptions& options,
                                    const ImportProgress& progress, const Take<T>& take,
                                    std::size_t batch, std::shared_ptr<CoveredParts> covered) {
    const auto run = [&](const Take<T>& how) {
        return Pass<T>(
                   RecordFile(options, covered), progress, how,
                   [](const T& record) { return keys_of(record); }, batch)
            .run();
    };
    if (options.dry_run || options.all_or_nothing) {
        auto checked = run(only_check(database, take));
        if (!checked) return checked;
        checked->kept = false;
        if (options.dry_run || checked->refused > 0) return checked;
    }
    return run(take);
}

// What can be read only once, in a file that can be read again.
class ReadableTwice {
public:
    explicit ReadableTwice(const std::filesystem::path& source) : path_(source) {
        std::error_code unknown;
        if (source != standard_stream &&
            (std::filesystem::is_regular_file(source, unknown) ||
             std::filesystem::is_directory(source, unknown) || !exists(source, unknown)))
            return;
        auto name = (std::filesystem::temp_directory_path() / "kontor-import-XXXXXX").string();
        const int file = ::mkstemp(name.data());
        if (file < 0) throw std::runtime_error("no file can be made in " + name);
        ::close(file);
        path_ = name;
        is_copy_ = true;
        std::ofstream copy(path_, std::ios::binary);
        if (source == standard_stream)
            copy << std::cin.rdbuf();
        else
            copy << std::ifstream(source, std::ios::binary).rdbuf();
        if (!copy.flush() && !std::filesystem::is_empty(path_))
            throw std::runtime_error("what is read does not fit into " + name);
    }
    ~ReadableTwice() {
        std::error_code ignored;
        if (is_copy_) std::filesystem::remove(path_, ignored);
    }
    ReadableTwice(const ReadableTwice&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    bool is_copy_ = false;
};

Result<ImportReport> import_subject(Modules& modules, platform::Database& database,
                                    const ImportOptions& options, const ImportProgress& progress) {
    const auto covered = std::make_shared<CoveredParts>();
    const auto partly = options.format == FileFormat::csv ? covered : nullptr;
    switch (options.subject) {
        case Subject::products:
            return import_records(database, options, progress, take_products(modules, partly),
                                  batch_size, covered);
        case Subject::variants:
            return import_records(database, options, progress, take_variants(modules), batch_size,
                                  covered);
        case Subject::prices:
            return import_records(database, options, progress, take_prices(modules), batch_size,
                                  covered);
        case Subject::stock:
            return import_records(database, options, progress, take_stock(modules), batch_size,
                                  covered);
        case Subject::categories:
            return import_records(database, options, progress, take_categories(modules, partly),
                                  most_categories, covered);
    }
    throw std::logic_error("an unknown subject");
}

}  // namespace

Result<ImportReport> import_file(Modules& modules, platform::Database& database,
                                 const ImportOptions& options, const ImportProgress& progress) {
    if (!options.all_or_nothing || options.dry_run)
        return import_subject(modules, database, options, progress);
    const ReadableTwice source(options.file);
    auto again = options;
    again.file = source.path();
    return import_subject(modules, database, again, progress);
}

}  // namespace kontor::app
