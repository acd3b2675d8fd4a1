#include "app/product_import.hpp"

#include "import/product_file.hpp"

#include <map>
#include <set>
#include <unordered_map>

namespace kontor::app {

using catalog::Catalog;
using catalog::NewProduct;
using platform::Error;
using platform::Result;

namespace {

constexpr std::size_t batch_size = 500;
constexpr std::size_t most_problems = 1000;
// Of a row that says the same as one before it.
constexpr std::string_view twice_in_file = "import.twice_in_file";

struct Row {
    std::uint64_t line = 0;
    NewProduct product;
};

std::set<std::string> skus_of(const auto& product) {
    std::set<std::string> skus;
    for (const auto& variant : product.variants) skus.insert(variant.sku);
    return skus;
}

// One reading of the file: what to do with its good rows is the derived class's.
class Pass {
public:
    Pass(Catalog& catalog, const ImportOptions& options, const ImportProgress& progress)
        : catalog_(catalog), options_(options), progress_(progress) {}
    virtual ~Pass() = default;

    Result<ImportReport> run() {
        auto read = read_product_file(options_, [this](ProductRow row, std::uint64_t bytes) {
            ++report_.rows;
            if (row.product)
                batch_.push_back({row.line, *std::move(row.product)});
            else
                refuse(std::move(row.problems));
            if (batch_.size() < batch_size) return;
            finish_batch();
            progress_(bytes);
        });
        if (!read) return read.error();
        finish_batch();
        return std::move(report_);
    }

protected:
    virtual std::vector<std::optional<Error>> hand_in(const std::vector<NewProduct>& products) = 0;

    Catalog& catalog_;
    std::uint64_t line_of(std::size_t index) const { return batch_[index].line; }

private:
    void finish_batch() {
        if (batch_.empty()) return;
        std::vector<NewProduct> products;
        for (auto& row : batch_) products.push_back(std::move(row.product));
        const auto refusals = hand_in(products);
        const auto known = already_there(products, refusals);
        for (std::size_t index = 0; index < products.size(); ++index) {
            if (!refusals[index])
                ++report_.imported;
            else if (known[index] || refusals[index]->code == twice_in_file)
                ++report_.already_there;
            else
                refuse(batch_[index].line, *refusals[index]);
        }
        batch_.clear();
    }

    // Which of those whose SKU is taken were taken by an earlier run over the same file.
    std::vector<bool> already_there(const std::vector<NewProduct>& products,
                                    const std::vector<std::optional<Error>>& refusals) {
        std::vector<catalog::ProductId> ids;
        for (std::size_t index = 0; index < products.size(); ++index) {
            if (!refusals[index] || refusals[index]->code != "catalog.sku_taken") continue;
            const auto variant =
                catalog_.sellable(products[index].variants.front().sku, options_.currency);
            if (variant) ids.push_back(variant->product);
        }
        std::map<std::string, catalog::Product> by_sku;
        for (auto& product : catalog_.products(ids))
            by_sku.emplace(product.variants.front().sku, std::move(product));

        std::vector<bool> known(products.size());
        for (std::size_t index = 0; index < products.size(); ++index) {
            const auto skus = skus_of(products[index]);
            for (const auto& sku : skus)
                if (const auto found = by_sku.find(sku); found != by_sku.end())
                    known[index] = found->second.title == products[index].title.value() &&
                                   skus_of(found->second) == skus;
        }
        return known;
    }

    void refuse(std::uint64_t line, const Error& error) {
        const bool has_place = options_.format == ImportFormat::jsonl && !error.problems.empty();
        refuse({{line, has_place ? error.problems.front().pointer : "", error.message}});
    }

    void refuse(std::vector<RowProblem> problems) {
        if (report_.refused++ >= most_problems) return;
        report_.problems.insert(report_.problems.end(), problems.begin(), problems.end());
    }

    const ImportOptions& options_;
    const ImportProgress& progress_;
    std::vector<Row> batch_;
    ImportReport report_;
};

class WritingPass final : public Pass {
public:
    using Pass::Pass;

private:
    std::vector<std::optional<Error>> hand_in(const std::vector<NewProduct>& products) override {
        std::vector<std::optional<Error>> refusals;
        for (const auto& created : catalog_.create_all(products))
            refusals.push_back(created ? std::nullopt : std::optional(created.error()));
        return refusals;
    }
};

// Keeps nothing, so that it has to remember which SKUs the file has used up.
class CheckingPass final : public Pass {
public:
    using Pass::Pass;

private:
    struct Seen {
        std::uint64_t line = 0;
        std::size_t title = 0;  // its hash
    };

    std::vector<std::optional<Error>> hand_in(const std::vector<NewProduct>& products) override {
        std::vector<std::optional<Error>> refusals;
        for (const auto& checked : catalog_.check_all(products)) {
            const auto index = refusals.size();
            auto twice = seen_before(line_of(index), products[index]);
            if (twice)
                refusals.push_back(std::move(twice));
            else
                refusals.push_back(checked ? std::nullopt : std::optional(checked.error()));
        }
        return refusals;
    }

    std::optional<Error> seen_before(std::uint64_t line, const NewProduct& product) {
        const std::hash<std::string> hash;
        const auto title = hash(product.title.value());
        std::optional<Error> twice;
        for (const auto& variant : product.variants) {
            const auto [found, is_new] = seen_.try_emplace(hash(variant.sku.value()), line, title);
            if (is_new || found->second.line == line) continue;
            const bool same = found->second.title == title;
            twice = Error{platform::ErrorKind::conflict,
                          std::string(same ? twice_in_file : "catalog.sku_taken"),
                          "the SKU '" + variant.sku.value() + "' is also on line " +
                              std::to_string(found->second.line)};
        }
        return twice;
    }

    std::unordered_map<std::size_t, Seen> seen_;  // by the hash of the SKU
};

}  // namespace

Result<ImportReport> import_products(Catalog& catalog, const ImportOptions& options,
                                     const ImportProgress& progress) {
    if (options.dry_run || options.all_or_nothing) {
        auto checked = CheckingPass(catalog, options, progress).run();
        if (!checked) return checked;
        checked->kept = false;
        if (options.dry_run || checked->refused > 0) return checked;
    }
    return WritingPass(catalog, options, progress).run();
}

}  // namespace kontor::app
