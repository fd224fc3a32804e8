-- AlterTable
ALTER TABLE "corporate_actions" ADD COLUMN     "exercises_until" TEXT,
ADD COLUMN     "receipt_ticker" TEXT,
ADD COLUMN     "right_ticker" TEXT,
ADD COLUMN     "rights_listing" TEXT,
ADD COLUMN     "rights_trade_from" TEXT,
ADD COLUMN     "rights_trade_until" TEXT;
