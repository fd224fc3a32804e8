-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "replace_display_quantity" INTEGER,
ADD COLUMN     "replace_minimum_quantity" INTEGER,
ADD COLUMN     "replace_stop_price_centavos" BIGINT;
