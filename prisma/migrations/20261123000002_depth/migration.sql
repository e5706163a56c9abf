-- AlterTable
ALTER TABLE "address" ADD COLUMN     "connections" INTEGER,
ADD COLUMN     "mtls_at" TIMESTAMPTZ(3),
ADD COLUMN     "posture_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "scan" ADD COLUMN     "depth" TEXT;
